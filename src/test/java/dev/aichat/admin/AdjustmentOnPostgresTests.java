package dev.aichat.admin;

import dev.aichat.OnPostgres;

/** {@link AdjustmentTests} on PostgreSQL. */
@OnPostgres
class AdjustmentOnPostgresTests extends AdjustmentTests {

}

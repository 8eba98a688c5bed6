package dev.aichat.admin;

import dev.aichat.testing.OnPostgres;

/** {@link AdjustmentTests} on PostgreSQL. */
@OnPostgres
class AdjustmentOnPostgresTests extends AdjustmentTests {

}

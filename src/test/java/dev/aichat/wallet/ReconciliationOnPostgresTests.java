package dev.aichat.wallet;

import dev.aichat.OnPostgres;

/** {@link ReconciliationTests} on PostgreSQL. */
@OnPostgres
class ReconciliationOnPostgresTests extends ReconciliationTests {

}

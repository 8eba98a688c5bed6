package dev.aichat.reconciliation;

import dev.aichat.testing.OnPostgres;

/** {@link ReconciliationTests} on PostgreSQL. */
@OnPostgres
class ReconciliationOnPostgresTests extends ReconciliationTests {

}

package dev.aichat.admin;

import dev.aichat.testing.OnPostgres;

/** {@link TotalsTests} on PostgreSQL. */
@OnPostgres
class TotalsOnPostgresTests extends TotalsTests {

}

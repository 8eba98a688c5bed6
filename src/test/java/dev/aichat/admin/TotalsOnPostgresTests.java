package dev.aichat.admin;

import dev.aichat.OnPostgres;

/** {@link TotalsTests} on PostgreSQL. */
@OnPostgres
class TotalsOnPostgresTests extends TotalsTests {

}

package dev.aichat.cli;

import dev.aichat.testing.OnPostgres;

/** {@link SuperuserServiceTests} on PostgreSQL. */
@OnPostgres
class SuperuserServiceOnPostgresTests extends SuperuserServiceTests {

}

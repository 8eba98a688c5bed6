package dev.aichat.admin;

import dev.aichat.OnPostgres;

/** {@link SuperusersTests} on PostgreSQL. */
@OnPostgres
class SuperusersOnPostgresTests extends SuperusersTests {

}

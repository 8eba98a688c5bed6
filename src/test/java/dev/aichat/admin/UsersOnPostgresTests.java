package dev.aichat.admin;

import dev.aichat.testing.OnPostgres;

/** {@link UsersTests} on PostgreSQL. */
@OnPostgres
class UsersOnPostgresTests extends UsersTests {

}

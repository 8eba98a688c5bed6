package dev.aichat.admin;

import dev.aichat.OnPostgres;

/** {@link UsersTests} on PostgreSQL. */
@OnPostgres
class UsersOnPostgresTests extends UsersTests {

}

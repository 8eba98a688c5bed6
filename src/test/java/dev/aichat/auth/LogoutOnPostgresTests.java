package dev.aichat.auth;

import dev.aichat.testing.OnPostgres;

/** {@link LogoutTests} on PostgreSQL. */
@OnPostgres
class LogoutOnPostgresTests extends LogoutTests {

}

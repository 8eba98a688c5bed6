package dev.aichat.auth;

import dev.aichat.testing.OnPostgres;

/** {@link RefreshTests} on PostgreSQL. */
@OnPostgres
class RefreshOnPostgresTests extends RefreshTests {

}

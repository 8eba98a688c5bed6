package dev.aichat.auth;

import dev.aichat.OnPostgres;

/** {@link RefreshTests} on PostgreSQL. */
@OnPostgres
class RefreshOnPostgresTests extends RefreshTests {

}

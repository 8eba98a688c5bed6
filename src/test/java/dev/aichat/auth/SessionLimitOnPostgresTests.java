package dev.aichat.auth;

import dev.aichat.testing.OnPostgres;

/** {@link SessionLimitTests} on PostgreSQL. */
@OnPostgres
class SessionLimitOnPostgresTests extends SessionLimitTests {

}

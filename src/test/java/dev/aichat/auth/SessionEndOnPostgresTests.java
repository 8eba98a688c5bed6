package dev.aichat.auth;

import dev.aichat.testing.OnPostgres;

/** {@link SessionEndTests} on PostgreSQL. */
@OnPostgres
class SessionEndOnPostgresTests extends SessionEndTests {

}

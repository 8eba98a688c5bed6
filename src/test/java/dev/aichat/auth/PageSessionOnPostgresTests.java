package dev.aichat.auth;

import dev.aichat.OnPostgres;

/** {@link PageSessionTests} on PostgreSQL. */
@OnPostgres
class PageSessionOnPostgresTests extends PageSessionTests {

}

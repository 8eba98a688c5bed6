package dev.aichat.user;

import dev.aichat.testing.OnPostgres;

/** {@link PasswordTests} on PostgreSQL. */
@OnPostgres
class PasswordOnPostgresTests extends PasswordTests {

}

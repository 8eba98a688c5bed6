package dev.aichat.auth;

import dev.aichat.testing.OnPostgres;

/** {@link PasswordChangeTests} on PostgreSQL. */
@OnPostgres
class PasswordChangeOnPostgresTests extends PasswordChangeTests {

}

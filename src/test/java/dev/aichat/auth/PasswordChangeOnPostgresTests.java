package dev.aichat.auth;

import dev.aichat.OnPostgres;

/** {@link PasswordChangeTests} on PostgreSQL. */
@OnPostgres
class PasswordChangeOnPostgresTests extends PasswordChangeTests {

}

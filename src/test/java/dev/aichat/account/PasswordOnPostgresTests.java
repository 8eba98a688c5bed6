package dev.aichat.account;

import dev.aichat.OnPostgres;

/** {@link PasswordTests} on PostgreSQL. */
@OnPostgres
class PasswordOnPostgresTests extends PasswordTests {

}

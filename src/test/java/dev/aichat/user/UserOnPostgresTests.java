package dev.aichat.user;

import dev.aichat.testing.OnPostgres;

/** {@link UserTests} on PostgreSQL. */
@OnPostgres
class UserOnPostgresTests extends UserTests {

}

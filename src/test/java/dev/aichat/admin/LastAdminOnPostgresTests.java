package dev.aichat.admin;

import dev.aichat.testing.OnPostgres;

/** {@link LastAdminTests} on PostgreSQL. */
@OnPostgres
class LastAdminOnPostgresTests extends LastAdminTests {

}

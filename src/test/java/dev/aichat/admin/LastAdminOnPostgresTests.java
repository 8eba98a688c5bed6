package dev.aichat.admin;

import dev.aichat.OnPostgres;

/** {@link LastAdminTests} on PostgreSQL. */
@OnPostgres
class LastAdminOnPostgresTests extends LastAdminTests {

}

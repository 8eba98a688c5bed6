package dev.aichat.auth;

import dev.aichat.testing.OnPostgres;

/** {@link ExpiredSessionCleanupTests} on PostgreSQL. */
@OnPostgres
class ExpiredSessionCleanupOnPostgresTests extends ExpiredSessionCleanupTests {

}

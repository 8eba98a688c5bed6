package dev.aichat.auth;

import dev.aichat.testing.OnPostgres;

/** {@link ConsoleSessionTests} on PostgreSQL. */
@OnPostgres
class ConsoleSessionOnPostgresTests extends ConsoleSessionTests {

}

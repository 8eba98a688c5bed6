package dev.aichat.auth;

import dev.aichat.testing.FreshDatabase;

/** {@link ConsoleSessionTests} on PostgreSQL. */
class ConsoleSessionOnPostgresTests extends ConsoleSessionTests {

	@Override
	FreshDatabase newDatabase() {
		return FreshDatabase.onPostgres();
	}

}

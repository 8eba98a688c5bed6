package dev.aichat.auth;

import dev.aichat.testing.FreshDatabase;

/** {@link SessionServiceTests} on PostgreSQL. */
class SessionServiceOnPostgresTests extends SessionServiceTests {

	@Override
	FreshDatabase newDatabase() {
		return FreshDatabase.onPostgres();
	}

}

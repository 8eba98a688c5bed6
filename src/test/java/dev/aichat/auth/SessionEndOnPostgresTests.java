package dev.aichat.auth;

import dev.aichat.testing.OnPostgres;

/** {@link SessionEndTests} on PostgreSQL. */
@OnPostgres
class SessionEndOnPostgresTests extends SessionEndTests {

	@Override
	String numbers(int last) {
		return "generate_series(1, %d) AS numbers (x)".formatted(last);
	}

}

package dev.aichat.auth;

/** {@link SessionEndTests} on the embedded default. */
class SessionEndOnH2Tests extends SessionEndTests {

	@Override
	String numbers(int last) {
		return "SYSTEM_RANGE(1, %d) AS numbers (x)".formatted(last);
	}

}

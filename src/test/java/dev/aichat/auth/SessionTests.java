package dev.aichat.auth;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

import dev.aichat.testing.Client;
import dev.aichat.testing.SystemTest;

/** Base of tests that open sessions without the cost of a password each. */
@SystemTest
abstract class SessionTests {

	@Autowired
	Client client;

	Sessions sessions;

	@Autowired
	void createSessions(AutowireCapableBeanFactory beans) {
		this.sessions = beans.createBean(Sessions.class);
	}

}

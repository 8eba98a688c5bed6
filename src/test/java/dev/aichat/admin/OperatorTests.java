package dev.aichat.admin;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.Client;
import dev.aichat.Client.Caller;
import dev.aichat.SystemTest;

/** An admin, and somebody new each time for them to deal with. */
@SystemTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OperatorTests {

	@Autowired
	Client client;

	@Autowired
	Operators operators;

	Caller admin;

	Caller user;

	@BeforeAll
	void appoint() {
		this.admin = this.operators.newAdmin();
	}

	@BeforeEach
	void meet() {
		this.user = this.client.newUser();
	}

}

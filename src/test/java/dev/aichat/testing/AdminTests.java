package dev.aichat.testing;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import dev.aichat.testing.Client.Caller;

/** A system test with one admin for all tests and a new user for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AdminTests extends ServiceTests {

	protected Caller admin;

	protected Caller user;

	@BeforeAll
	protected void createAdmin() {
		this.admin = this.admins.newAdmin();
	}

	@BeforeEach
	protected void createUser() {
		this.user = this.client.newUser();
	}

}

package dev.aichat.testing;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Client.Caller;

/** A system test with one admin for all tests and a new user for each. */
@SystemTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AdminTests {

	@Autowired
	protected Client client;

	@Autowired
	protected Admins admins;

	protected Caller admin;

	protected Caller user;

	@BeforeAll
	protected void appoint() {
		this.admin = this.admins.newAdmin();
	}

	@BeforeEach
	protected void meet() {
		this.user = this.client.newUser();
	}

}

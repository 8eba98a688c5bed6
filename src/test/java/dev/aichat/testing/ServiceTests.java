package dev.aichat.testing;

import org.springframework.beans.factory.annotation.Autowired;

/** Base of tests of the whole service, with what most of them call. */
@SystemTest
public abstract class ServiceTests {

	@Autowired
	protected Client client;

	@Autowired
	protected ScriptedModel ai;

	@Autowired
	protected Books books;

	@Autowired
	protected Admins admins;

}

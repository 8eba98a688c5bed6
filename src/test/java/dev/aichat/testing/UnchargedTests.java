package dev.aichat.testing;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import dev.aichat.testing.Client.Caller;

import static org.assertj.core.api.Assertions.assertThat;

/** Base of tests whose requests are all rejected: nothing is charged or stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class UnchargedTests extends ServiceTests {

	protected Caller user;

	@BeforeAll
	public void register() {
		this.user = this.client.newUser();
	}

	@AfterAll
	public void nothingWasCharged() {
		assertThat(this.user.balance()).isEqualTo(4000);
		assertThat(this.user.get("/api/ledger").json().get("items")).hasSize(1);
		assertThat(this.user.get("/api/chat").json().get("items")).isEmpty();
	}

}

package dev.aichat.testing;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Primary;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;

/**
 * Hashes with less work than the service may be set to, because nearly every test
 * registers a user. It can be paused, so that the hashing queue fills up.
 */
@Primary
@TestComponent
public class QuickPasswordEncoder extends DelegatingPasswordEncoder {

	/** The start of its hashes. */
	public static final String PREFIX = "{argon2id}$argon2id$v=19$m=256,t=1,p=1$";

	private volatile CountDownLatch resumed = new CountDownLatch(0);

	public QuickPasswordEncoder() {
		super("argon2id", Map.of("argon2id", new Argon2PasswordEncoder(16, 32, 1, 256, 1)));
	}

	/** Lets each comparison wait. */
	public void pause() {
		this.resumed = new CountDownLatch(1);
	}

	public void resume() {
		this.resumed.countDown();
	}

	@Override
	protected boolean matchesNonNull(String password, String hash) {
		Concurrently.await(this.resumed);
		return super.matchesNonNull(password, hash);
	}

}

package dev.aichat.user;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Primary;
import org.springframework.util.unit.DataSize;

/**
 * Hashes with less work than the service may be set to: nearly every test registers
 * somebody, and what a hash costs is tested elsewhere.
 */
@Primary
@TestComponent
public class QuickHasher extends PasswordHasher {

	/** What the hashes begin with. */
	static final String PREFIX = "{argon2id}$argon2id$v=19$m=256,t=1,p=1$";

	private volatile boolean crowded;

	QuickHasher() {
		super(new PasswordSettings(false, DataSize.ofKilobytes(256), 1));
	}

	/** Whether as many wait as may, whoever really does. */
	public void crowded(boolean crowded) {
		this.crowded = crowded;
	}

	@Override
	boolean full() {
		return this.crowded || super.full();
	}

}

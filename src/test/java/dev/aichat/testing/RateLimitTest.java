package dev.aichat.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of the whole service with its limits on, over real HTTP. {@code 127.0.0.1} is a
 * trusted proxy, and time stands still but for a day before each test, so that nothing is
 * used up. All such tests share one context; after each, the books must balance.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "aichat.jwt.secret=" + SystemTest.JWT_SECRET,
				"aichat.ai.deadline=2s", "aichat.ai.breaker.window=100000", "aichat.ai.breaker.minimum-calls=100000",
				"aichat.ai.max-concurrent=100", "aichat.rate-limit.enabled=true",
				"aichat.rate-limit.registration=20/1h", "aichat.rate-limit.login-address=30/15m",
				"aichat.http.trusted-proxies=127.0.0.1", "spring.main.cloud-platform=kubernetes",
				"spring.datasource.url=jdbc:h2:mem:limits;MODE=PostgreSQL;"
						+ "DATABASE_TO_LOWER=TRUE;LOCK_TIMEOUT=5000;DB_CLOSE_DELAY=-1" })
@Import({ ScriptedModel.class, Client.class, Books.class, RoundTrips.class, MovableClock.class, Admins.class,
		QuickPasswordEncoder.class })
@ExtendWith({ BooksBalanceExtension.class, RateLimitTest.NextDay.class })
public @interface RateLimitTest {

	/** Lets everything come back. */
	class NextDay implements BeforeEachCallback {

		@Override
		public void beforeEach(ExtensionContext test) {
			SpringExtension.getApplicationContext(test).getBean(MovableClock.class).move(Duration.ofDays(1));
		}

	}

}

package dev.aichat.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/**
 * A test of the whole service over real HTTP, on H2 unless {@link OnPostgres} is present.
 * All such tests share one application context per database, and the accounting
 * invariants are asserted after each.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "aichat.jwt.secret=" + SystemTest.JWT_SECRET,
				"aichat.cors.allowed-origins=" + SystemTest.ORIGIN, "aichat.ai.deadline=2s",
				"aichat.ai.idle-timeout=1500ms", "aichat.http.body-deadline=2s", "server.tomcat.connection-timeout=3s",
				"server.tomcat.keep-alive-timeout=10s", "aichat.ai.breaker.window=100000",
				"aichat.ai.breaker.minimum-calls=100000",
				"spring.datasource.url=jdbc:h2:mem:aichat;MODE=PostgreSQL;"
						+ "DATABASE_TO_LOWER=TRUE;LOCK_TIMEOUT=5000;DB_CLOSE_DELAY=-1" })
@Import({ ScriptedModel.class, Client.class, Books.class, RoundTrips.class, Leaks.class, Admins.class,
		QuickPasswordEncoder.class })
@ExtendWith(BooksBalanceExtension.class)
public @interface SystemTest {

	/** The secret that signs access tokens in tests. */
	String JWT_SECRET = "a secret that is for tests alone, 0123456789";

	/** The allowed web origin. */
	String ORIGIN = "https://chat.example.org";

}

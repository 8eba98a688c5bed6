package dev.aichat.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the whole service that asks a {@link Provider}, as it would a real one. All
 * such tests share one context; after each, the books must balance.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "aichat.jwt.secret=" + SystemTest.JWT_SECRET,
				"aichat.ai.provider=openai", "aichat.ai.api-key=" + Provider.KEY, "aichat.ai.model=test-model",
				"aichat.ai.system-prompt=Be brief.", "aichat.ai.temperature=0.5", "aichat.ai.max-output-tokens=500",
				"aichat.ai.deadline=5s", "aichat.ai.idle-timeout=2s", "aichat.ai.context-messages=3",
				"aichat.ai.context-characters=1000", "aichat.ai.breaker.window=100000",
				"aichat.ai.breaker.minimum-calls=100000", "logging.level.dev.aichat=DEBUG",
				"spring.datasource.url=jdbc:h2:mem:provider;MODE=PostgreSQL;"
						+ "DATABASE_TO_LOWER=TRUE;LOCK_TIMEOUT=5000;DB_CLOSE_DELAY=-1" })
@ContextConfiguration(initializers = ProviderTest.Start.class)
@Import({ Client.class, Books.class, QuickPasswordEncoder.class })
@ExtendWith(BooksBalanceExtension.class)
public @interface ProviderTest {

	/** Points the context to the provider, and makes it a bean. */
	class Start implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			Provider provider = new Provider();
			TestPropertyValues.of("aichat.ai.base-url=" + provider.url()).applyTo(context);
			context.getBeanFactory().registerSingleton("provider", provider);
		}

	}

}

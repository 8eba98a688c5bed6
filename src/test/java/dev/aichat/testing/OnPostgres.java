package dev.aichat.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.util.function.ThrowingSupplier;

/** Runs a {@link SystemTest} on a real PostgreSQL, which starts once per run. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ContextConfiguration(initializers = OnPostgres.Start.class)
public @interface OnPostgres {

	/** Configures the context with the server's address. */
	class Start implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			TestPropertyValues
				.of("spring.datasource.url=" + Server.URL, "spring.datasource.username=postgres",
						"spring.datasource.password=postgres")
				.applyTo(context);
		}

	}

	/** The server. */
	final class Server {

		public static final String URL = ThrowingSupplier.of(EmbeddedPostgres::start)
			.get()
			.getJdbcUrl("postgres", "postgres");

		private Server() {
		}

	}

}

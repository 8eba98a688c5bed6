package dev.aichat.testing;

import java.util.concurrent.atomic.AtomicReference;

import org.assertj.core.util.Throwables;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** Binds and validates settings as the service does, and starts nothing else. */
public final class SettingsRunner {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
		.withUserConfiguration(AllSettings.class);

	/** Binds settings to properties. */
	public <T> T with(Class<T> settings, String... properties) {
		AtomicReference<T> bound = new AtomicReference<>();
		this.runner.withPropertyValues(properties).run((context) -> bound.set(context.getBean(settings)));
		return bound.get();
	}

	/** Asserts that a property prevents the start, and that the failure names it. */
	public void failsWith(String property) {
		failsNaming(property.substring(0, property.indexOf('=')), property);
	}

	/** Asserts that properties prevent the start, and that the failure names one. */
	public void failsNaming(String name, String... properties) {
		assertThat(failure(properties)).contains(name);
	}

	/**
	 * Asserts that properties prevent the start, and returns the failure's stack trace.
	 */
	public String failure(String... properties) {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		this.runner.withPropertyValues(properties)
			.run((context) -> failure.set(assertThat(context).hasFailed().getFailure().actual()));
		return Throwables.getStackTrace(failure.get());
	}

	/** Finds the settings as the service does. */
	@ConfigurationPropertiesScan("dev.aichat")
	static class AllSettings {

	}

}

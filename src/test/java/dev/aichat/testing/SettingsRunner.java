package dev.aichat.testing;

import java.util.concurrent.atomic.AtomicReference;

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
	 * Asserts that properties prevent the start, and returns all messages of the failure.
	 */
	public String failure(String... properties) {
		AtomicReference<String> messages = new AtomicReference<>();
		this.runner.withPropertyValues(properties)
			.run((context) -> messages.set(messages(assertThat(context).hasFailed().getFailure().actual())));
		return messages.get();
	}

	private static String messages(Throwable failure) {
		StringBuilder messages = new StringBuilder();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			messages.append(cause.getMessage()).append('\n');
		}
		return messages.toString();
	}

	/** Finds the settings as the service does. */
	@ConfigurationPropertiesScan("dev.aichat")
	static class AllSettings {

	}

}

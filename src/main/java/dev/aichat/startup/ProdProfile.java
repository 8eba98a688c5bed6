package dev.aichat.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Validates the settings of the {@code prod} profile before any bean is made, so that no
 * database is opened and no key generated, and reports all errors at once.
 */
@Component
@Profile("prod")
class ProdProfile implements BeanFactoryPostProcessor {

	/** The words in the secrets of guides and examples. */
	private static final Pattern EXAMPLE = Pattern.compile("(?i)secret|change|example|replace|password|placeholder");

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		List<String> errors = errors(beans.getBean(Environment.class));
		if (!errors.isEmpty()) {
			throw new FailureAnalyzedException(String.join(System.lineSeparator(), errors),
					"Change what is named, or start without the prod profile.");
		}
	}

	private static List<String> errors(Environment settings) {
		List<String> errors = new ArrayList<>();
		String secret = settings.getProperty("aichat.jwt.secret", "");
		if (secret.isBlank()) {
			errors.add("aichat.jwt.secret must be set in the prod profile.");
		}
		else if (EXAMPLE.matcher(secret).find()) {
			errors.add("aichat.jwt.secret must be random in the prod profile, and no example.");
		}
		if (!StartupChecks.databaseUrl(settings).contains(":postgresql:")) {
			errors.add("spring.datasource.url must be jdbc:postgresql://host:5432/database in the prod profile.");
		}
		if (settings.getProperty("spring.h2.console.enabled", Boolean.class, false)) {
			errors.add("spring.h2.console.enabled must not be true in the prod profile.");
		}
		boolean plainHttp = settings.getProperty("aichat.ai.base-url", "").strip().matches("(?i)http:.*");
		if (plainHttp && !settings.getProperty("aichat.ai.allow-http", Boolean.class, false)) {
			errors.add("aichat.ai.base-url must begin with https: in the prod profile, "
					+ "unless aichat.ai.allow-http is true.");
		}
		Bindable<List<String>> list = Bindable.listOf(String.class);
		if (String.join(" ", Binder.get(settings).bind("aichat.cors.allowed-origins", list).orElse(List.of()))
			.contains("*")) {
			errors.add("aichat.cors.allowed-origins must name each origin in the prod profile, without *.");
		}
		return errors;
	}

}

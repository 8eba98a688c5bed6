package dev.aichat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.nulabinc.zxcvbn.Zxcvbn;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Checks the settings of the {@code prod} profile before any bean is made, so that no
 * database is opened and no key generated, and names all that is wrong at once.
 */
@Component
@Profile("prod")
class ProdProfile implements BeanFactoryPostProcessor {

	private static final int MIN_SECRET_BYTES = 32;

	/** In powers of ten; a random secret of 32 characters takes more than 25 of them. */
	private static final int MIN_SECRET_GUESSES = 20;

	/** The estimate takes ever longer for longer secrets. */
	private static final int MAX_ESTIMATED_LENGTH = 100;

	/** Words of the secrets in guides and examples. */
	private static final Pattern EXAMPLE = Pattern.compile("(?i)secret|change|example|replace|password|placeholder");

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		List<String> complaints = complaints(beans.getBean(Environment.class));
		if (!complaints.isEmpty()) {
			throw new FailureAnalyzedException(String.join(System.lineSeparator(), complaints),
					"Change what is named, or start without the prod profile.");
		}
	}

	private static List<String> complaints(Environment settings) {
		List<String> complaints = new ArrayList<>();
		String secret = settings.getProperty("aichat.jwt.secret", "");
		if (secret.isBlank()) {
			complaints.add("aichat.jwt.secret must be set in the prod profile.");
		}
		else if (secret.getBytes(StandardCharsets.UTF_8).length < MIN_SECRET_BYTES) {
			complaints.add("aichat.jwt.secret must have at least %d bytes.".formatted(MIN_SECRET_BYTES));
		}
		else if (isGuessable(secret)) {
			complaints.add("aichat.jwt.secret must be random in the prod profile, and no example.");
		}
		// The pool's own setting goes before the general one
		String database = settings.getProperty("spring.datasource.hikari.jdbc-url",
				settings.getProperty("spring.datasource.url", ""));
		if (!database.contains(":postgresql:")) {
			complaints.add("spring.datasource.url must name a PostgreSQL database in the prod profile.");
		}
		if (settings.getProperty("spring.h2.console.enabled", Boolean.class, false)) {
			complaints.add("spring.h2.console.enabled must not be true in the prod profile.");
		}
		boolean plainHttp = settings.getProperty("aichat.ai.base-url", "").strip().matches("(?i)http:.*");
		if (plainHttp && !settings.getProperty("aichat.ai.allow-http", Boolean.class, false)) {
			complaints.add("aichat.ai.base-url must begin with https: in the prod profile, "
					+ "unless aichat.ai.allow-http is true.");
		}
		Bindable<List<String>> list = Bindable.listOf(String.class);
		if (Binder.get(settings).bind("aichat.cors.allowed-origins", list).orElse(List.of()).contains("*")) {
			complaints.add("aichat.cors.allowed-origins must name each origin in the prod profile, and not be *.");
		}
		return complaints;
	}

	private static boolean isGuessable(String secret) {
		String start = secret.substring(0, Math.min(secret.length(), MAX_ESTIMATED_LENGTH));
		return EXAMPLE.matcher(secret).find() || new Zxcvbn().measure(start).getGuessesLog10() < MIN_SECRET_GUESSES;
	}

}

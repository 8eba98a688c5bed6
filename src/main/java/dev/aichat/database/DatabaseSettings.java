package dev.aichat.database;

import java.time.Duration;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The time limits that the service sets on its PostgreSQL connections. {@code 0s} leaves
 * the server's own.
 *
 * @param lockTimeout the longest wait for a locked row
 * @param statementTimeout the longest time of a statement, its waits included
 */
@ConfigurationProperties("aichat.database")
@Validated
record DatabaseSettings(
		@NotNull @DurationMin(seconds = 0) @DurationMax(hours = 1) @DefaultValue("1s") Duration lockTimeout,
		@NotNull @DurationMin(seconds = 0) @DurationMax(hours = 1) @DefaultValue("5s") Duration statementTimeout) {

	/** Returns the statements that limit a connection; empty without limits. */
	String initSql() {
		return Stream.of(set("lock_timeout", this.lockTimeout), set("statement_timeout", this.statementTimeout))
			.filter((statement) -> !statement.isEmpty())
			.collect(Collectors.joining("; "));
	}

	/** Returns the driver's own limits, for when the server or the network is silent. */
	Properties connectionProperties() {
		Properties properties = new Properties();
		properties.setProperty("connectTimeout", "2");
		properties.setProperty("tcpKeepAlive", "true");
		if (!this.statementTimeout.isZero()) {
			properties.setProperty("socketTimeout", Long.toString(this.statementTimeout.toSeconds() + 5));
		}
		return properties;
	}

	private static String set(String parameter, Duration limit) {
		return limit.isZero() ? "" : "SET %s = %d".formatted(parameter, limit.toMillis());
	}

}

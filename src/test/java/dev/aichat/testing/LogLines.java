package dev.aichat.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Captures everything that is logged during a test, with stack traces. */
public final class LogLines implements BeforeEachCallback, AfterEachCallback {

	private final PatternLayoutEncoder encoder = new PatternLayoutEncoder();

	private final ByteArrayOutputStream written = new ByteArrayOutputStream();

	private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();

	@Override
	public void beforeEach(ExtensionContext test) {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		this.encoder.setPattern("%level [%X{request_id}] %logger: %msg%n%ex");
		this.encoder.setContext(context);
		this.encoder.start();
		this.appender.setContext(context);
		this.appender.setEncoder(this.encoder);
		this.appender.setOutputStream(this.written);
		this.appender.start();
		root().addAppender(this.appender);
	}

	@Override
	public void afterEach(ExtensionContext test) {
		root().detachAppender(this.appender);
		this.appender.stop();
	}

	public String text() {
		return this.written.toString(StandardCharsets.UTF_8);
	}

	public Stream<String> lines() {
		return text().lines();
	}

	private static Logger root() {
		return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

}

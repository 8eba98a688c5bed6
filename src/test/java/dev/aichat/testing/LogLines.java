package dev.aichat.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

import org.springframework.boot.logging.logback.StructuredLogEncoder;

/** Captures everything that is logged during a test, with stack traces. */
public final class LogLines implements BeforeEachCallback, AfterEachCallback {

	private final EncoderBase<ILoggingEvent> encoder;

	private final ByteArrayOutputStream written = new ByteArrayOutputStream();

	private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();

	public LogLines() {
		PatternLayoutEncoder pattern = new PatternLayoutEncoder();
		pattern.setPattern("%level [%X{request_id}] %logger: %msg%n%ex");
		this.encoder = pattern;
	}

	private LogLines(EncoderBase<ILoggingEvent> encoder) {
		this.encoder = encoder;
	}

	/** Captures structured logs in a format of Spring Boot's. */
	public static LogLines structured(String format) {
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setFormat(format);
		return new LogLines(encoder);
	}

	@Override
	public void beforeEach(ExtensionContext test) {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
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

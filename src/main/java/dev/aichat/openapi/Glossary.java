package dev.aichat.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** What the words of the API mean: they mean the same wherever they appear. */
final class Glossary {

	private static final String FILE = "openapi/glossary.properties";

	private final Properties sentences;

	private Glossary(Properties sentences) {
		this.sentences = sentences;
	}

	static Glossary read() {
		try {
			return new Glossary(
					PropertiesLoaderUtils.loadProperties(new EncodedResource(new ClassPathResource(FILE), "UTF-8")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What a parameter is for: under one tag, or else anywhere. */
	@Nullable String parameter(String tag, String name) {
		return this.sentences.getProperty(tag + "." + name, this.sentences.getProperty(name));
	}

	/** What a field holds: in one schema, or else anywhere. */
	@Nullable String field(String schema, String name) {
		return this.sentences.getProperty(schema + "." + name, this.sentences.getProperty(name));
	}

	/** What a problem says: of one operation, or else with one status, or else of any. */
	@Nullable String problem(String operationId, int status, String code) {
		String any = this.sentences.getProperty("problem." + code);
		String withStatus = this.sentences.getProperty("problem.%d.%s".formatted(status, code), any);
		return this.sentences.getProperty("problem.%s.%s".formatted(operationId, code), withStatus);
	}

}

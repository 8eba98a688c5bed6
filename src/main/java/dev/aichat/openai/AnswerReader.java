package dev.aichat.openai;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.aichat.ai.FinishReason;
import dev.aichat.ai.LanguageModel.Listener;
import dev.aichat.ai.ModelException;
import dev.aichat.openai.EventReader.Event;

/**
 * Reads text, finish reason and usage out of a provider's events, and nothing else. Any
 * form of them is taken, but a reply whose end was not named fails.
 */
final class AnswerReader {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.build();

	private static final Set<String> LENGTH = Set.of("length", "model_length", "max_tokens");

	/** Finish reasons with which a provider reports its own failure. */
	private static final Set<String> FAILURES = Set.of("error", "abort", "insufficient_system_resource");

	private final Listener reply;

	private boolean finished;

	private boolean done;

	AnswerReader(Listener reply) {
		this.reply = reply;
	}

	/** Reads one event, unless the end has come. */
	void accept(Event event) throws ModelException {
		if (this.done) {
			return;
		}
		this.reply.alive();
		String data = event.data();
		if (data.equals("[DONE]") || data.equals("\"[DONE]\"") || event.name().equals("done")) {
			this.done = true;
			finish(FinishReason.STOP);
		}
		else if (event.name().equals("error")) {
			fail("an error event");
		}
		else if (data.startsWith("{")) {
			JsonNode json = parse(data);
			if (json != null) {
				read(json);
			}
		}
		// All else is one of the forms of a ping
	}

	/** Decides on an answer that was read to its end. */
	void end() throws ModelException {
		if (!this.finished) {
			throw new ModelException("cut off before its end", true);
		}
	}

	private @Nullable JsonNode parse(String data) throws ModelException {
		try {
			return JSON.readTree(data);
		}
		catch (JacksonException ex) {
			fail("an unreadable event");
			return null;
		}
	}

	private void read(JsonNode event) throws ModelException {
		if (reportsError(event)) {
			fail("an error event");
		}
		JsonNode choice = event.path("choices").path(0);
		JsonNode whole = choice.path("message");
		JsonNode said = choice.path("delta").isObject() ? choice.path("delta") : whole;
		readText(said.path("content"));
		readUsage(event.path("usage"));
		String reason = choice.path("finish_reason").asString("").toLowerCase(Locale.ROOT);
		if (FAILURES.contains(reason)) {
			fail("finish reason " + reason);
		}
		else if (!reason.isBlank()) {
			finish(LENGTH.contains(reason) ? FinishReason.LENGTH
					: reason.equals("content_filter") ? FinishReason.CONTENT_FILTER : FinishReason.STOP);
		}
		else if (event.path("object").asString("").equals("chat.completion") && whole.isObject()) {
			finish(FinishReason.STOP);
		}
	}

	private void readText(JsonNode content) {
		if (content.isString()) {
			this.reply.text(content.stringValue());
		}
		else if (content.isArray()) {
			content.forEach((part) -> readText(part.isString() ? part : part.path("text")));
		}
	}

	private void readUsage(JsonNode usage) {
		Integer prompt = count(usage.path("prompt_tokens"));
		Integer completion = count(usage.path("completion_tokens"));
		if (prompt != null || completion != null) {
			this.reply.usage(prompt, completion);
		}
	}

	private static @Nullable Integer count(JsonNode number) {
		return (number.isInt() && number.intValue() >= 0) ? Integer.valueOf(number.intValue()) : null;
	}

	/** Some providers send the field always, and mean none. */
	private static boolean reportsError(JsonNode event) {
		JsonNode error = event.path("error");
		boolean none = error.isMissingNode() || error.isNull() || error.isEmpty() && error.isContainer()
				|| error.isString() && error.stringValue().isBlank() || error.isBoolean() && !error.booleanValue();
		return !none || event.path("object").asString("").equals("error")
				|| event.path("type").asString("").equals("error");
	}

	private void finish(FinishReason reason) {
		this.finished = true;
		this.reply.finish(reason);
	}

	/** Fails the reply, unless its end was named before. */
	private void fail(String what) throws ModelException {
		if (!this.finished) {
			throw new ModelException(what, true);
		}
	}

}

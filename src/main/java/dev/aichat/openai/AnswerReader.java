package dev.aichat.openai;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.aichat.ai.AiException;
import dev.aichat.ai.FinishReason;
import dev.aichat.ai.LanguageModel.Listener;

/**
 * Reads text, finish reason and usage out of a provider's events, and nothing else. Any
 * form of them is taken, but a reply whose end was not named fails.
 */
final class AnswerReader {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.build();

	/** Some providers send the field {@code error} always, and mean none. */
	private static final Set<String> NO_ERROR = Set.of("", "\"\"", "null", "false", "{}", "[]");

	private final Listener reply;

	private boolean finished;

	AnswerReader(Listener reply) {
		this.reply = reply;
	}

	/** Reads one event. After the finish reason, none is a sign of life. */
	void accept(String name, String data) {
		if (!this.finished) {
			this.reply.alive();
		}
		if (data.equals("[DONE]") || data.equals("\"[DONE]\"") || name.equals("done")) {
			finish(FinishReason.STOP);
		}
		else if (name.equals("error")) {
			fail("an error event");
		}
		// All else is one of the forms of a ping
		else if (data.startsWith("{")) {
			try {
				read(JSON.readTree(data));
			}
			catch (JacksonException ex) {
				fail("an unreadable event");
			}
		}
	}

	/** Fails a reply that was read to its end, but did not name it. */
	void end() {
		fail("cut off before its end");
	}

	private void read(JsonNode event) {
		String type = event.path("object").asString("");
		if (!NO_ERROR.contains(event.path("error").toString()) || type.equals("error")
				|| event.path("type").asString("").equals("error")) {
			fail("an error event");
		}
		JsonNode choice = event.path("choices").path(0);
		JsonNode whole = choice.path("message");
		readText((choice.path("delta").isObject() ? choice.path("delta") : whole).path("content"));
		Integer prompt = count(event.path("usage").path("prompt_tokens"));
		Integer completion = count(event.path("usage").path("completion_tokens"));
		if (prompt != null || completion != null) {
			this.reply.usage(prompt, completion);
		}
		String reason = choice.path("finish_reason").asString("").strip().toLowerCase(Locale.ROOT);
		switch (reason) {
			case "error", "abort", "insufficient_system_resource" -> fail("finish reason " + reason);
			case "length", "model_length", "max_tokens" -> finish(FinishReason.LENGTH);
			case "content_filter" -> finish(FinishReason.CONTENT_FILTER);
			case "" -> {
				if (type.equals("chat.completion") && whole.isObject()) {
					finish(FinishReason.STOP);
				}
			}
			default -> finish(FinishReason.STOP);
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

	private static @Nullable Integer count(JsonNode number) {
		return (number.isInt() && number.intValue() >= 0) ? Integer.valueOf(number.intValue()) : null;
	}

	private void finish(FinishReason reason) {
		this.finished = true;
		this.reply.finish(reason);
	}

	/** Fails the reply, unless it named its end before. */
	private void fail(String what) {
		if (!this.finished) {
			throw AiException.failed(what, true);
		}
	}

}

package dev.aichat.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.aichat.testing.LogLines;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** Structured logs carry the request id. */
class StructuredLogTests extends ServiceTests {

	private static final JsonMapper JSON = new JsonMapper();

	@RegisterExtension
	final LogLines ecs = LogLines.structured("ecs");

	@RegisterExtension
	final LogLines logstash = LogLines.structured("logstash");

	@Test
	void everyLineOfARequestCarriesItsId() {
		this.ai.script((message, handler) -> handler.onError(new IllegalStateException("two\nlines")));
		this.client.newUser().chat("Fail", "X-Request-Id", "json-1");
		this.client.newUser().chat("Fail", "X-Request-Id", "json-2", "Accept", "text/event-stream");
		for (LogLines log : List.of(this.ecs, this.logstash)) {
			assertThat(log.lines().map(JSON::readTree).filter(StructuredLogTests::isFailure))
				.extracting((line) -> line.get("request_id").stringValue())
				.containsExactly("json-1", "json-2");
		}
	}

	private static boolean isFailure(JsonNode line) {
		return line.get("message").stringValue().startsWith("The AI failed");
	}

}

package dev.aichat.openai;

import java.util.List;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.env.Environment;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;

import dev.aichat.ai.LanguageModel;

/** Asks a server that speaks OpenAI's chat protocol. */
@Component("openai")
@ConditionalOnProperty(name = "aichat.ai.provider", havingValue = "openai")
class OpenAiModel implements LanguageModel {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final OpenAiSettings settings;

	private final OpenAiClient client;

	OpenAiModel(OpenAiSettings settings, @Qualifier("applicationTaskExecutor") AsyncTaskExecutor threads,
			Environment environment) {
		this.settings = settings;
		this.client = new OpenAiClient(settings.baseUrl(), settings.apiKey(), threads, environment);
	}

	@Override
	public void ask(List<Message> conversation, Listener reply) {
		AnswerReader answer = new AnswerReader(reply);
		this.client.post(JSON.writeValueAsBytes(body(conversation)), reply.maxCharacters(), reply::onCancel,
				answer::accept);
		answer.end();
	}

	private ObjectNode body(List<Message> conversation) {
		ObjectNode body = JSON.createObjectNode()
			.put("model", this.settings.model())
			.putPOJO("messages", conversation)
			.put("stream", this.settings.stream());
		if (this.settings.stream() && this.settings.streamUsage()) {
			body.putObject("stream_options").put("include_usage", true);
		}
		if (this.settings.temperature() != null) {
			body.put("temperature", this.settings.temperature());
		}
		if (this.settings.maxOutputTokens() != null) {
			body.put(this.settings.maxTokensField(), this.settings.maxOutputTokens());
		}
		return body.setAll(this.settings.extras());
	}

}

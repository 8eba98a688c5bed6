package dev.aichat.ai;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executor;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder;

/** Makes the model that speaks the OpenAI chat protocol. */
final class OpenAiModels {

	private OpenAiModels() {
	}

	static StreamingChatModel create(AiSettings settings, Executor executor) {
		OpenAiStreamingChatModelBuilder builder = OpenAiStreamingChatModel.builder()
			.httpClientBuilder(new Bounded(new BoundedHttpClient(executor, BoundedHttpClient.Limits.of(settings))))
			.baseUrl(settings.baseUrl())
			.apiKey(settings.apiKey())
			.modelName(settings.model())
			.temperature(settings.temperature());
		// OpenAI itself wants the newer name, and most other servers know only the older
		if ("api.openai.com".equals(URI.create(settings.baseUrl()).getHost())) {
			builder.maxCompletionTokens(settings.maxOutputTokens());
		}
		else {
			builder.maxTokens(settings.maxOutputTokens());
		}
		return new WholeReplies(builder.build());
	}

	/** Builds the one client, whose bounds are set already. */
	private record Bounded(HttpClient client) implements HttpClientBuilder {

		@Override
		public Duration connectTimeout() {
			return Duration.ZERO;
		}

		@Override
		public HttpClientBuilder connectTimeout(Duration timeout) {
			return this;
		}

		@Override
		public Duration readTimeout() {
			return Duration.ZERO;
		}

		@Override
		public HttpClientBuilder readTimeout(Duration timeout) {
			return this;
		}

		@Override
		public HttpClient build() {
			return this.client;
		}

	}

}

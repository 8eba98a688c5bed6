package dev.aichat.ai;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import org.junit.jupiter.api.Test;
import dev.langchain4j.data.message.UserMessage;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Events;
import dev.aichat.testing.Events.Event;
import dev.aichat.testing.Provider;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.SystemTest;

import static org.assertj.core.api.Assertions.assertThat;

/** A provider whose name nobody knows: another fault that costs nothing. */
@SystemTest
class UnknownHostTests {

	@Autowired
	Client client;

	@Autowired
	ScriptedModel ai;

	@Test
	void messageIsRefunded() {
		askNobody();
		Caller user = this.client.newUser();
		isRefunded(user.chat("Anybody there?").json(), user);
	}

	@Test
	void streamIsRefunded() {
		askNobody();
		Caller user = this.client.newUser();
		Answer answer = user.chat("Anybody there?", "Accept", "text/event-stream");
		assertThat(Events.of(answer.body())).extracting(Event::name).containsExactly("start", "error");
		isRefunded(Events.of(answer.body()).get(1).json(), user);
	}

	private void askNobody() {
		StreamingChatModel nobody = OpenAiModels.create(Settings.of("provider", "openai", "base-url",
				"http://nobody.invalid/v1", "api-key", Provider.KEY, "model", "m", "deadline", "2s"),
				new SimpleAsyncTaskExecutor("ai-test-"));
		this.ai.script((message, handler) -> nobody
			.chat(ChatRequest.builder().messages(UserMessage.from(message)).build(), handler));
	}

	/** A resolver that has nobody to ask may take longer than the deadline. */
	private static void isRefunded(JsonNode problem, Caller user) {
		assertThat(problem.get("code").stringValue()).isIn("ai_failed", "ai_timeout");
		assertThat(problem.get("refunded").booleanValue()).isTrue();
		assertThat(problem.toString()).doesNotContain(Provider.KEY, "nobody");
		assertThat(user.balance()).isEqualTo(4000);
	}

}

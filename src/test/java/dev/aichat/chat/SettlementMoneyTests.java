package dev.aichat.chat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** The rows of the settlement policy, and what is stored and charged for each. */
class SettlementMoneyTests extends ServiceTests {

	@ParameterizedTest
	@CsvSource({ "finished, 200,", "finished by length, 200,", "cut at our limit, 200,", "blank, 502, ai_failed",
			"question refused, 502, ai_failed", "failed, 502, ai_failed", "failed after text, 502, ai_failed",
			"thrown, 502, ai_failed", "stalled, 504, ai_timeout", "silent, 504, ai_timeout" })
	void replyIsChargedOrRefundedBeforeTheAnswer(String row, int status, String code) {
		this.ai.script((message, handler) -> {
			switch (row) {
				case "finished" -> ScriptedModel.say("Hello", handler);
				case "finished by length" -> handler.onCompleteResponse(ChatResponse.builder()
					.aiMessage(AiMessage.from("Hello"))
					.finishReason(FinishReason.LENGTH)
					.build());
				case "cut at our limit" -> ScriptedModel.say("Hello".repeat(10_000), handler);
				case "blank" -> ScriptedModel.say(" \n", handler);
				case "question refused" -> handler.onError(new HttpException(400, "as told"));
				case "failed" -> handler.onError(new IllegalStateException("as told"));
				case "failed after text" -> {
					handler.onPartialResponse("Half of ");
					handler.onError(new IllegalStateException("as told"));
				}
				case "thrown" -> throw new IllegalStateException("as told");
				case "stalled" -> handler.onPartialResponse("One moment");
				default -> {
				}
			}
		});
		Caller user = this.client.newUser();
		Answer answer = user.chat(row);
		JsonNode chat = user.get("/api/chat").json().at("/items/0");
		boolean charged = status == 200;
		assertThat(user.balance()).isEqualTo(charged ? 3900 : 4000);
		assertThat(answer.number("remaining_tokens")).isEqualTo(user.balance());
		assertThat(chat.get("state").stringValue()).isEqualTo(charged ? "ANSWERED" : "REFUNDED");
		assertThat(chat.get("tokens_deducted").longValue()).isEqualTo(charged ? 100 : 0);
		assertThat(chat.get("response").isNull()).isEqualTo(!charged);
		if (charged) {
			assertThat(answer.status()).isEqualTo(200);
		}
		else {
			assertThat(answer.isProblem(status, code).json().get("refunded").booleanValue()).isTrue();
		}
	}

}

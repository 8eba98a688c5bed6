package dev.aichat.chat;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.test.util.ReflectionTestUtils;

import dev.aichat.ai.FinishReason;

/** Chats in any state, without a database. */
final class Chats {

	static final Instant SENT = Instant.parse("2026-11-21T12:00:00.123Z");

	private Chats() {
	}

	/** A chat with the message Hello. */
	static Chat chat(UUID id, UUID conversation, ChatState state, @Nullable String response) {
		Chat chat = new Chat();
		ReflectionTestUtils.setField(chat, "id", id);
		ReflectionTestUtils.setField(chat, "conversationId", conversation);
		ReflectionTestUtils.setField(chat, "message", "Hello");
		ReflectionTestUtils.setField(chat, "state", state);
		ReflectionTestUtils.setField(chat, "response", response);
		ReflectionTestUtils.setField(chat, "finishReason", (response != null) ? FinishReason.STOP : null);
		ReflectionTestUtils.setField(chat, "price", 100L);
		ReflectionTestUtils.setField(chat, "createdAt", SENT);
		ReflectionTestUtils.setField(chat, "promptTokens", 12);
		ReflectionTestUtils.setField(chat, "completionTokens", 6);
		return chat;
	}

}

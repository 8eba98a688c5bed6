package dev.aichat.chat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.account.CurrentUser;
import dev.aichat.docs.Fails;
import dev.aichat.ratelimit.RateLimits;
import dev.aichat.ratelimit.Turn;
import dev.aichat.wallet.IdempotencyKey;
import dev.aichat.web.Page;
import dev.aichat.web.Text;

/** Where users chat, and read what was said. */
@RestController
@Tag(name = "Chat")
class ChatController {

	/** The most characters of a message. */
	private static final int MAX_MESSAGE = 4000;

	private final ChatService chats;

	private final ChatStream stream;

	private final RateLimits limits;

	ChatController(ChatService chats, ChatStream stream, RateLimits limits) {
		this.chats = chats;
		this.stream = stream;
		this.limits = limits;
	}

	@PostMapping(path = "/api/chat", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE })
	@Operation(operationId = "sendMessage", summary = "Send a message to the AI; costs 100 tokens",
			description = "With Accept: text/event-stream, the reply comes in events while it is written: start, "
					+ "delta (text), and done with the same JSON, or error with a problem.")
	@Fails(status = 400, codes = "invalid_idempotency_key")
	@Fails(status = 402, codes = "insufficient_tokens")
	@Fails(status = 404, codes = "not_found")
	@Fails(status = 409, codes = "request_in_progress")
	@Fails(status = 422, codes = "idempotency_key_reused")
	@Fails(status = 429, codes = "rate_limited")
	@Fails(status = 502, codes = "ai_failed")
	@Fails(status = 503, codes = "ai_unavailable")
	@Fails(status = 504, codes = "ai_timeout")
	@Nullable ChatReply send(@AuthenticationPrincipal CurrentUser user, @Valid @RequestBody ChatRequest body,
			@Nullable IdempotencyKey key, HttpServletRequest request, HttpServletResponse response) {
		boolean events = wantsEvents(request);
		Turn turn = this.limits.chat(user.id(), response);
		Ongoing ongoing = this.chats.begin(new Message(user.id(), body.message(), body.conversationId(), key), turn);
		if (ongoing.replayed()) {
			response.setHeader(IdempotencyKey.REPLAYED_HEADER, "true");
		}
		if (!events) {
			return ongoing.outcome().get();
		}
		this.stream.relay(ongoing, request, response);
		return null;
	}

	@GetMapping(path = "/api/chat", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "listChats", summary = "Your chats, newest first")
	Page<ChatItem, UUID> history(@AuthenticationPrincipal CurrentUser user,
			@RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
			@RequestParam(required = false) @Nullable UUID before,
			@RequestParam(name = "conversation_id", required = false) @Nullable UUID conversation) {
		return this.chats.history(user.id(), limit, before, conversation).map(ChatItem::of);
	}

	@GetMapping(path = "/api/conversations", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "listConversations", summary = "Your conversations, those begun last first")
	Page<Conversation, UUID> conversations(@AuthenticationPrincipal CurrentUser user,
			@RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
			@RequestParam(required = false) @Nullable UUID before) {
		return this.chats.conversations(user.id(), limit, before);
	}

	@GetMapping(path = "/api/chat/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getChat", summary = "One of your chats")
	@Fails(status = 404, codes = "not_found")
	ChatItem chat(@AuthenticationPrincipal CurrentUser user, @PathVariable UUID id) {
		return ChatItem.of(this.chats.find(user.id(), id));
	}

	/**
	 * Of the two that can be produced, the one that is wanted more; JSON if it is all
	 * one.
	 */
	private static boolean wantsEvents(HttpServletRequest request) {
		List<MediaType> accepted = MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
		MimeTypeUtils.sortBySpecificity(accepted);
		return accepted.stream()
			.filter((type) -> type.includes(MediaType.APPLICATION_JSON) || type.includes(MediaType.TEXT_EVENT_STREAM))
			.findFirst()
			.filter((type) -> !type.includes(MediaType.APPLICATION_JSON))
			.isPresent();
	}

	/**
	 * What a client sends.
	 *
	 * @param message 1 to 4,000 characters
	 * @param conversationId the conversation that it continues; without it, one begins
	 */
	@Schema(example = """
			{"message": "Hello"}""")
	record ChatRequest(@Text(max = MAX_MESSAGE) @Schema(minLength = 1, maxLength = MAX_MESSAGE) String message,
			@Nullable UUID conversationId) {
	}

	/**
	 * A chat in the history.
	 *
	 * @param id the chat
	 * @param conversationId the conversation it belongs to
	 * @param message what the user wrote
	 * @param response what the AI answered, if it did
	 * @param state how far the message has come
	 * @param tokensDeducted what the message costs: nothing once it is refunded
	 * @param timestamp when the message was sent
	 * @param promptTokens what the provider counted for the question, in its own tokens
	 * @param completionTokens what the provider counted for the reply
	 */
	@Schema(example = """
			{"id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "conversation_id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11",
			"message": "Hello", "response": "This is a dummy response.", "state": "ANSWERED",
			"tokens_deducted": 100, "timestamp": "2026-11-21T12:00:00.123Z",
			"prompt_tokens": 12, "completion_tokens": 6}""")
	record ChatItem(UUID id, UUID conversationId, String message, @Nullable String response, ChatState state,
			long tokensDeducted, Instant timestamp, @Nullable Integer promptTokens,
			@Nullable Integer completionTokens) {

		static ChatItem of(Chat chat) {
			return new ChatItem(chat.id(), chat.conversationId(), chat.message(), chat.response(), chat.state(),
					(chat.state() != ChatState.REFUNDED) ? chat.price() : 0, chat.createdAt(), chat.promptTokens(),
					chat.completionTokens());
		}

	}

}

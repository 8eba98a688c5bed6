package dev.aichat.chat;

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

import dev.aichat.openapi.Fails;
import dev.aichat.ratelimit.RateLimitDecision;
import dev.aichat.ratelimit.RateLimitService;
import dev.aichat.user.CurrentUser;
import dev.aichat.web.BoundedText;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.Page;

/** Where users chat, and read what was said. */
@RestController
@Tag(name = "Chat")
class ChatController {

	/** The most characters of a message. */
	private static final int MAX_MESSAGE = 4000;

	private final ChatService chats;

	private final ChatStream stream;

	private final RateLimitService limits;

	ChatController(ChatService chats, ChatStream stream, RateLimitService limits) {
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
		Message message = new Message(user.id(), body.message(), body.conversationId(), key);
		RateLimitDecision decision = this.limits.chat(user.id());
		StartedChat ongoing;
		try {
			ongoing = this.chats.begin(message, decision);
		}
		finally {
			decision.writeTo(response);
		}
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
		return this.chats.history(user.id(), limit, before, conversation);
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
		return this.chats.find(user.id(), id);
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
	record ChatRequest(@BoundedText(max = MAX_MESSAGE) @Schema(minLength = 1, maxLength = MAX_MESSAGE) String message,
			@Nullable UUID conversationId) {
	}

}

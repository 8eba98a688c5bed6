package dev.aichat.chat;

import java.util.Collections;
import java.util.List;
import java.util.UUID;

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

import dev.aichat.openapi.Failures;
import dev.aichat.ratelimit.RateLimitDecision;
import dev.aichat.ratelimit.RateLimitService;
import dev.aichat.user.CurrentUser;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.BoundedText;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.Page;

/** Answers messages, and shows users their chats. */
@RestController
@Tag(name = "Chat")
class ChatController {

	private final ChatService chats;

	private final StartedChatService started;

	private final ChatQueries queries;

	private final ChatStream stream;

	private final RateLimitService limits;

	ChatController(ChatService chats, StartedChatService started, ChatQueries queries, ChatStream stream,
			RateLimitService limits) {
		this.chats = chats;
		this.started = started;
		this.queries = queries;
		this.stream = stream;
		this.limits = limits;
	}

	/**
	 * Sends a message to the AI, for #{pricing.price()} tokens. They are back before an
	 * error is answered. If the client disconnects, the reply is still finished, stored
	 * and charged: read it by its id, or send the request again with the same
	 * Idempotency-Key. With Accept: text/event-stream, the reply comes in events while it
	 * is written: start, delta (text), and done with the same JSON, or error with a
	 * problem.
	 */
	@PostMapping(path = "/api/chat", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE })
	@Failures({ "insufficient_tokens", "conversation_not_found", "request_in_progress", "chat_stopped", "rate_limited",
			"ai_failed", "ai_unavailable", "ai_timeout" })
	@Nullable ChatReply sendMessage(@AuthenticationPrincipal CurrentUser user, @Valid @RequestBody ChatRequest body,
			@Nullable IdempotencyKey key, HttpServletRequest request, HttpServletResponse response) {
		boolean events = wantsEvents(request);
		Message message = new Message(user.id(), body.message(), body.conversationId(), key);
		RateLimitDecision decision = this.limits.chat(user.id());
		StartedChat chat;
		try {
			chat = this.chats.begin(message, decision);
		}
		finally {
			decision.writeTo(response);
		}
		if (chat.replayed()) {
			response.setHeader(IdempotencyKey.REPLAYED_HEADER, "true");
		}
		if (!events) {
			return this.chats.finish(chat);
		}
		this.stream.relay(chat, request, response);
		return null;
	}

	/**
	 * Stops the reply to a message. What the AI has said so far is kept, with the finish
	 * reason stopped; before its first text, the message is refunded, and the request
	 * that waits for the reply gets chat_stopped. A chat that has ended stays as it is.
	 * @param id the chat
	 */
	@PostMapping(path = "/api/chat/{id}/stop", produces = MediaType.APPLICATION_JSON_VALUE)
	ChatItem stopChat(@AuthenticationPrincipal CurrentUser user, @PathVariable UUID id) throws InterruptedException {
		return this.started.stop(user.id(), id);
	}

	/**
	 * Lists your chats, newest first.
	 * @param conversation only chats of this conversation
	 */
	@GetMapping(path = "/api/chat", produces = MediaType.APPLICATION_JSON_VALUE)
	Page<ChatItem, UUID> listChats(@AuthenticationPrincipal CurrentUser user,
			@RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
			@RequestParam(required = false) @Nullable UUID before,
			@RequestParam(name = "conversation_id", required = false) @Nullable UUID conversation) {
		return this.queries.history(user.id(), limit, before, conversation);
	}

	/**
	 * Returns one of your chats. The state tells whether it is answered. With Accept:
	 * text/event-stream, its reply comes in events, as from sending the message: what was
	 * said so far in one delta, and the rest while it is written.
	 * @param id the chat
	 */
	@GetMapping(path = "/api/chat/{id}",
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE })
	@Nullable ChatItem getChat(@AuthenticationPrincipal CurrentUser user, @PathVariable UUID id, HttpServletRequest request,
			HttpServletResponse response) {
		if (!wantsEvents(request)) {
			return this.queries.find(user.id(), id);
		}
		this.stream.attach(user.id(), id, request, response);
		return null;
	}

	/** Returns whether the client prefers events to JSON, which is the default. */
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
	 * A message to the AI.
	 *
	 * @param message the text of the user
	 * @param conversationId the conversation to go on with; without it, one begins
	 */
	@Schema(example = """
			{"message": "Hello"}""")
	record ChatRequest(@BoundedText(max = WalletService.MAX_MESSAGE) @Schema(minLength = 1,
			maxLength = WalletService.MAX_MESSAGE) String message, @Nullable UUID conversationId) {
	}

}

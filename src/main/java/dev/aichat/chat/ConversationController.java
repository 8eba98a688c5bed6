package dev.aichat.chat;

import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.openapi.Failures;
import dev.aichat.user.CurrentUser;
import dev.aichat.web.BoundedText;
import dev.aichat.web.Page;

/** Lists, renames and deletes users' conversations. */
@RestController
@Tag(name = "Chat")
class ConversationController {

	private static final String PATH = "/api/conversations/{id}";

	private final ChatService chats;

	private final StartedChatService started;

	private final ChatQueries queries;

	ConversationController(ChatService chats, StartedChatService started, ChatQueries queries) {
		this.chats = chats;
		this.started = started;
		this.queries = queries;
	}

	/**
	 * Lists your conversations, most recently begun first. Refunded messages do not
	 * count.
	 * @param search only conversations whose title or texts contain this, in any case
	 */
	@GetMapping(path = "/api/conversations", produces = MediaType.APPLICATION_JSON_VALUE)
	Page<Conversation, UUID> listConversations(@AuthenticationPrincipal CurrentUser user,
			@RequestParam(required = false) @Nullable String search,
			@RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
			@RequestParam(required = false) @Nullable UUID before) {
		return this.queries.conversations(user.id(), search, limit, before);
	}

	/**
	 * Changes the title of a conversation.
	 * @param id the conversation
	 */
	@PatchMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
	@Failures("conversation_not_found")
	Conversation renameConversation(@AuthenticationPrincipal CurrentUser user, @PathVariable UUID id,
			@Valid @RequestBody RenameRequest body) {
		return this.chats.rename(user.id(), id, body.title());
	}

	/**
	 * Deletes a conversation: its texts are gone and it leaves every list. What it cost
	 * stays in the ledger; what is still being answered is stopped first.
	 * @param id the conversation
	 */
	@DeleteMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	@Failures("conversation_not_found")
	Deleted deleteConversation(@AuthenticationPrincipal CurrentUser user, @PathVariable UUID id)
			throws InterruptedException {
		this.started.deleteConversation(user.id(), id);
		return new Deleted("The conversation is deleted.");
	}

	/**
	 * A new title.
	 *
	 * @param title the title, at most 80 characters
	 */
	@Schema(example = """
			{"title": "Holiday plans"}""")
	record RenameRequest(@BoundedText(max = Conversation.TITLE_LENGTH) @Schema(minLength = 1,
			maxLength = Conversation.TITLE_LENGTH) String title) {
	}

	/**
	 * The confirmation.
	 *
	 * @param message a sentence for people
	 */
	@Schema(name = "ConversationDeleted", example = """
			{"message": "The conversation is deleted."}""")
	record Deleted(String message) {
	}

}

package dev.aichat.admin;

import java.util.UUID;

import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.audit.AuditEntry;
import dev.aichat.audit.AuditLog;
import dev.aichat.chat.ChatItem;
import dev.aichat.chat.ChatQueries;
import dev.aichat.openapi.Failures;
import dev.aichat.user.UserQueries;
import dev.aichat.wallet.LedgerEntry;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;
import dev.aichat.web.Routes;

/** Shows operators users' chats and ledgers, the audit log and the totals. */
@RestController
@RequestMapping(Routes.ADMIN)
@Tag(name = "Admin")
@Failures("forbidden")
class HistoryController {

	private final UserQueries users;

	private final ChatQueries chats;

	private final WalletService wallet;

	private final AuditLog audit;

	private final TotalsService totals;

	HistoryController(UserQueries users, ChatQueries chats, WalletService wallet, AuditLog audit,
			TotalsService totals) {
		this.users = users;
		this.chats = chats;
		this.wallet = wallet;
		this.audit = audit;
		this.totals = totals;
	}

	/**
	 * Lists a user's chats, newest first.
	 * @param id the user
	 * @param conversation only chats of this conversation
	 */
	@GetMapping(path = "/users/{id}/chats", produces = MediaType.APPLICATION_JSON_VALUE)
	Page<ChatItem, UUID> listUserChats(@PathVariable long id,
			@RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
			@RequestParam(required = false) @Nullable UUID before,
			@RequestParam(name = "conversation_id", required = false) @Nullable UUID conversation) {
		return this.chats.history(existing(id), limit, before, conversation);
	}

	/**
	 * Lists every change of a user's balance, newest first.
	 * @param id the user
	 */
	@GetMapping(path = "/users/{id}/ledger", produces = MediaType.APPLICATION_JSON_VALUE)
	Page<LedgerEntry, Long> listUserLedger(@PathVariable long id,
			@RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
			@RequestParam(required = false) @Nullable Long before) {
		return this.wallet.ledger(existing(id), limit, before);
	}

	/**
	 * Lists the changes that were made to users, newest first.
	 * @param actor only changes by this user, by id
	 * @param subject only changes to this user, by id
	 */
	@GetMapping(path = "/audit", produces = MediaType.APPLICATION_JSON_VALUE)
	Page<AuditEntry, Long> listAudit(@RequestParam(required = false) @Nullable Long actor,
			@RequestParam(required = false) @Nullable Long subject,
			@RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
			@RequestParam(required = false) @Nullable Long before) {
		return this.audit.page(actor, subject, limit, before);
	}

	/** Returns the numbers of users, chats and tokens at one moment. */
	@GetMapping(path = "/totals", produces = MediaType.APPLICATION_JSON_VALUE)
	Totals getTotals() {
		return this.totals.totals();
	}

	private long existing(long id) {
		return this.users.find(id).orElseThrow(ProblemException::notFound).id();
	}

}

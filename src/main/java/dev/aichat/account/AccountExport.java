package dev.aichat.account;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Service;

import dev.aichat.account.AccountController.AccountReply;
import dev.aichat.chat.ChatItem;
import dev.aichat.chat.ChatQueries;
import dev.aichat.wallet.LedgerEntry;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;

/**
 * Exports all data of a user, one page of results at a time, so that neither much memory
 * nor a database connection waits for the client.
 */
@Service
class AccountExport {

	private static final Logger log = LoggerFactory.getLogger(AccountExport.class);

	/** The time that a client has to read an export. */
	private static final Duration DEADLINE = Duration.ofMinutes(5);

	private static final int MAX_AT_ONCE = 8;

	private final ChatQueries chats;

	private final WalletService wallet;

	private final ObjectWriter json;

	private final Clock clock;

	private final Set<Long> running = ConcurrentHashMap.newKeySet();

	AccountExport(ChatQueries chats, WalletService wallet, JsonMapper json, Clock clock) {
		this.chats = chats;
		this.wallet = wallet;
		// An export that breaks off must not look complete
		this.json = json.writer().without(StreamWriteFeature.AUTO_CLOSE_CONTENT);
		this.clock = clock;
	}

	/** Writes a user's account, chats and ledger as JSON, and closes the stream. */
	void write(AccountReply account, OutputStream target) {
		if (this.running.size() >= MAX_AT_ONCE || !this.running.add(account.id())) {
			throw ProblemException.standard(503);
		}
		try {
			JsonGenerator out = this.json.createGenerator(target);
			try {
				write(account, out);
			}
			finally {
				// The client may ask again once it has the end
				this.running.remove(account.id());
			}
			out.close();
		}
		catch (JacksonException ex) {
			if (!(NestedExceptionUtils.getRootCause(ex) instanceof IOException)) {
				throw ex;
			}
			log.debug("Export of user {}: the client is gone", account.id());
		}
	}

	private void write(AccountReply account, JsonGenerator out) {
		Instant end = this.clock.instant().plus(DEADLINE);
		out.writeStartObject();
		out.writePOJOProperty("account", account);
		out.writeArrayPropertyStart("chats");
		this.<ChatItem, UUID>writePages(out, end,
				(before) -> this.chats.history(account.id(), Page.MAX_LIMIT, before, null));
		out.writeArrayPropertyStart("ledger");
		this.<LedgerEntry, Long>writePages(out, end,
				(before) -> this.wallet.ledger(account.id(), Page.MAX_LIMIT, before));
		out.writeEndObject();
	}

	private <T, K> void writePages(JsonGenerator out, Instant end, Function<@Nullable K, Page<T, K>> pages) {
		K before = null;
		do {
			if (this.clock.instant().isAfter(end)) {
				throw ProblemException.standard(503);
			}
			Page<T, K> page = pages.apply(before);
			page.items().forEach(out::writePOJO);
			before = page.next();
		}
		while (before != null);
		out.writeEndArray();
	}

	/**
	 * All that is stored about a user.
	 *
	 * @param account your account
	 * @param chats your chats, newest first
	 * @param ledger every change of your balance, newest first
	 */
	@Schema(example = """
			{"account": {"id": 1, "username": "ada", "role": "USER", "tokens": 3900,
			"created_at": "2026-11-21T12:00:00Z"},
			"chats": [{"id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11",
			"conversation_id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "message": "Hello",
			"response": "This is a dummy response.", "finish_reason": "stop", "state": "ANSWERED",
			"tokens_deducted": 100, "timestamp": "2026-11-21T12:00:00.123Z", "prompt_tokens": 12, "completion_tokens": 6}],
			"ledger": [{"seq": 2, "kind": "CHARGE", "amount": -100, "balance": 3900,
			"chat_id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "note": null, "created_at": "2026-11-21T12:00:00Z"},
			{"seq": 1, "kind": "GRANT", "amount": 4000, "balance": 4000, "chat_id": null, "note": null,
			"created_at": "2026-11-21T11:00:00Z"}]}""")
	record ExportedAccount(AccountReply account, List<ChatItem> chats, List<LedgerEntry> ledger) {
	}

}

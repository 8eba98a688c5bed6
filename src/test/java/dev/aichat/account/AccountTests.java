package dev.aichat.account;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.aichat.account.AccountController.AccountReply;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ServiceTests;
import dev.aichat.user.Role;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests the account and its export over HTTP. */
class AccountTests extends ServiceTests {

	@Autowired
	AccountExport export;

	@Test
	void accountShowsNameRoleAndBalance() {
		Caller user = this.client.newUser();
		user.chat("Hello");
		Answer answer = user.get("/api/account");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body())
			.startsWith("""
					{"id":%d,"username":"%s","role":"USER","tokens":3900,"created_at":""".formatted(user.id(),
					user.username()))
			.endsWith("Z\"}");
	}

	@Test
	void exportHoldsAllChatsAndLedgerEntriesAsTheApiShowsThem() {
		Caller user = this.client.newUser();
		user.post("/api/top-up", Map.of("tokens", 9_000));
		for (int i = 0; i < 120; i++) {
			user.chat("Message " + i);
		}
		Answer answer = user.get("/api/account/export");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("Content-Disposition"))
			.isEqualTo("attachment; filename=\"aichat-account-%d.json\"".formatted(user.id()));
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		JsonNode json = answer.json();
		assertThat(json.propertyNames()).containsExactly("account", "chats", "ledger");
		assertThat(json.get("account")).isEqualTo(user.get("/api/account").json());
		assertThat(json.get("chats").valueStream().toList()).hasSize(120).isEqualTo(user.all("/api/chat", 50));
		assertThat(json.get("ledger").valueStream().toList()).hasSize(122).isEqualTo(user.all("/api/ledger", 50));
	}

	@Test
	void noTransactionOrConnectionIsHeldWhileTheClientReads() {
		Caller user = this.client.newUser();
		List<Object> held = new ArrayList<>();
		this.export.write(new AccountReply(user.id(), user.username(), Role.USER, 0, java.time.Instant.EPOCH),
				new OutputStream() {

					@Override
					public void write(int piece) {
						held.add(TransactionSynchronizationManager.isSynchronizationActive());
						held.addAll(TransactionSynchronizationManager.getResourceMap().keySet());
					}

				});
		assertThat(held).isNotEmpty().containsOnly(false);
	}

}

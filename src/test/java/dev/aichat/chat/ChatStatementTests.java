package dev.aichat.chat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.ai.Completion;
import dev.aichat.ai.FinishReason;
import dev.aichat.chat.Billing.Reservation;
import dev.aichat.wallet.Wallet;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.IdempotencyKey;

/** Base of tests of the chats' statements on a database of their own. */
@Tag("mutation")
@DataJpaTest(properties = { "spring.datasource.url=jdbc:h2:mem:billing;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
		"spring.jpa.bootstrap=default" })
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@Import(ChatStatementTests.Parts.class)
abstract class ChatStatementTests {

	static final IdempotencyKey KEY = new IdempotencyKey("once");

	static final Completion HI = new Completion("Hi", FinishReason.STOP, 12, 6);

	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123456Z");

	@Autowired
	JdbcTemplate database;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	Billing billing;

	@Autowired
	ChatRepository chats;

	WalletService wallet;

	long user;

	@BeforeEach
	void openWallet() {
		this.wallet = Wallet.on(this.database);
		this.user = newUser();
	}

	@AfterEach
	void refundPendingChats() {
		this.database.update("""
				UPDATE chats SET expires_at = CURRENT_TIMESTAMP - INTERVAL '1' SECOND WHERE state = 'PENDING'""");
		while (this.billing.releaseOverdue()) {
			// One chat is one transaction
		}
	}

	Reservation reserve(@Nullable UUID conversation, @Nullable IdempotencyKey key) {
		return this.billing.reserve(new Message(this.user, "Hello", conversation, key));
	}

	void expireAllBut(UUID chat) {
		this.database.update("""
				UPDATE chats SET expires_at = CURRENT_TIMESTAMP - INTERVAL '1' SECOND
				WHERE user_id = ? AND id <> ?""", this.user, chat);
	}

	Map<String, Object> chat(UUID id) {
		return this.database.queryForMap("SELECT * FROM chats WHERE id = ?", id);
	}

	long chats() {
		return number("SELECT COUNT(*) FROM chats WHERE user_id = ?", this.user);
	}

	long number(String query, Object parameter) {
		return Objects.requireNonNull(this.database.queryForObject(query, Long.class, parameter));
	}

	long newUser() {
		String name = UUID.randomUUID().toString();
		this.database.update("""
				INSERT INTO users (username, username_key, password_hash, role, enabled, created_at)
				VALUES (?, ?, 'none', 'USER', TRUE, CURRENT_TIMESTAMP)""", name, name);
		long id = number("SELECT id FROM users WHERE username = ?", name);
		this.transaction.executeWithoutResult((status) -> this.wallet.open(id));
		return id;
	}

	@TestConfiguration
	static class Parts {

		@Bean
		Billing billing(ChatRepository chats, JdbcTemplate database) {
			return new Billing(chats, new PendingChatRepository(JdbcClient.create(database)), Wallet.on(database),
					new ChatIds(), Clock.fixed(NOW, ZoneOffset.UTC));
		}

	}

}

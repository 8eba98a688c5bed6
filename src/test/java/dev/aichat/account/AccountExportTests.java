package dev.aichat.account;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.DataAccessResourceFailureException;

import dev.aichat.account.AccountController.AccountReply;
import dev.aichat.chat.ChatItem;
import dev.aichat.chat.ChatQueries;
import dev.aichat.chat.ChatState;
import dev.aichat.user.Role;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** What an export does when its client or the database fails, or takes its time. */
class AccountExportTests {

	private static final AccountReply ADA = account(7);

	private static final ChatItem CHAT = new ChatItem(new UUID(0, 1), new UUID(0, 1), "Hello", "Hi", ChatState.ANSWERED,
			100, Instant.EPOCH, null, null);

	private final ChatQueries chats = mock();

	private final WalletService wallet = mock();

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final AccountExport export = new AccountExport(this.chats, this.wallet, new JsonMapper(), clock());

	@BeforeEach
	void twoPages() {
		given(this.chats.history(anyLong(), anyInt(), any(), any())).willReturn(new Page<>(List.of(CHAT), null));
		given(this.chats.history(7, Page.MAX_LIMIT, null, null)).willReturn(new Page<>(List.of(CHAT), CHAT.id()));
		given(this.wallet.ledger(anyLong(), anyInt(), any())).willReturn(new Page<>(List.of(), null));
	}

	@Test
	void allPagesAreWritten() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		this.export.write(ADA, out);
		assertThat(new JsonMapper().readTree(out.toByteArray()).get("chats")).hasSize(2);
	}

	@Test
	void exportThatBreaksOffDoesNotLookComplete() {
		given(this.chats.history(7, Page.MAX_LIMIT, CHAT.id(), null))
			.willThrow(new DataAccessResourceFailureException("lost"));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> this.export.write(ADA, out));
		assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("}]}");
	}

	@Test
	void clientThatLeavesIsNoFailure() {
		this.export.write(ADA, new Broken());
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		this.export.write(ADA, out);
		assertThat(out.size()).isPositive();
	}

	@Test
	void clientThatReadsForTooLongIsGivenUp() {
		given(this.chats.history(7, Page.MAX_LIMIT, CHAT.id(), null)).willAnswer((call) -> {
			this.now.set(this.now.get().plusSeconds(60));
			return new Page<>(List.of(CHAT), CHAT.id());
		});
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.export.write(ADA, new ByteArrayOutputStream()));
		assertThat(this.now.get()).isEqualTo(Instant.EPOCH.plusSeconds(360));
	}

	@Test
	void onlyOneForEachUserAndFewForAllRunAtOnce() {
		nested(7, 1);
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(
					() -> this.export.write(ADA, new Nested(() -> this.export.write(ADA, new ByteArrayOutputStream()))))
			.satisfies((busy) -> assertThat(busy.code()).isEqualTo("service_unavailable"));
		nested(100, 8);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> nested(100, 9))
			.satisfies((busy) -> assertThat(busy.code()).isEqualTo("service_unavailable"));
		nested(100, 8);
	}

	/** Exports within exports, each of another user. */
	private void nested(long userId, int depth) {
		this.export.write(account(userId), new Nested(() -> {
			if (depth > 1) {
				nested(userId + 1, depth - 1);
			}
		}));
	}

	private Clock clock() {
		return new Clock() {

			@Override
			public ZoneOffset getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Clock withZone(java.time.ZoneId zone) {
				return this;
			}

			@Override
			public Instant instant() {
				return AccountExportTests.this.now.get();
			}

		};
	}

	private static AccountReply account(long id) {
		return new AccountReply(id, "ada", Role.USER, 4000, Instant.EPOCH);
	}

	/** A client that is gone. */
	private static final class Broken extends OutputStream {

		@Override
		public void write(int piece) throws IOException {
			throw new IOException("Broken pipe");
		}

	}

	/** A client that does something while it reads. */
	private static final class Nested extends OutputStream {

		private final Runnable task;

		private boolean done;

		Nested(Runnable task) {
			this.task = task;
		}

		@Override
		public void write(int piece) {
			if (!this.done) {
				this.done = true;
				this.task.run();
			}
		}

	}

}

package dev.aichat.account;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.DataAccessResourceFailureException;

import dev.aichat.account.AccountController.AccountReply;
import dev.aichat.ai.FinishReason;
import dev.aichat.chat.ChatItem;
import dev.aichat.chat.ChatQueries;
import dev.aichat.chat.ChatState;
import dev.aichat.testing.MovableClock;
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

/** Tests {@link AccountExport} with slow and failing clients and databases. */
class AccountExportTests {

	private static final AccountReply ADA = account(7);

	private static final ChatItem CHAT = new ChatItem(new UUID(0, 1), new UUID(0, 1), "Hello", "Hi", FinishReason.STOP,
			ChatState.ANSWERED, 100, Instant.EPOCH, null, null);

	private final ChatQueries chats = mock();

	private final WalletService wallet = mock();

	private final MovableClock clock = new MovableClock(Instant.EPOCH);

	private final AccountExport export = new AccountExport(this.chats, this.wallet, new JsonMapper(), this.clock);

	@BeforeEach
	void serveTwoPages() {
		given(this.chats.history(anyLong(), anyInt(), any(), any())).willReturn(new Page<>(List.of(CHAT), null));
		given(this.chats.history(7, Page.MAX_LIMIT, null, null)).willReturn(new Page<>(List.of(CHAT), CHAT.id()));
		given(this.wallet.ledger(anyLong(), anyInt(), any())).willReturn(new Page<>(List.of(), null));
	}

	@Test
	void exportThatBreaksOffIsIncompleteJson() {
		given(this.chats.history(7, Page.MAX_LIMIT, CHAT.id(), null))
			.willThrow(new DataAccessResourceFailureException("lost"));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> this.export.write(ADA, out));
		assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("}]}");
	}

	@Test
	void disconnectedClientEndsTheExportQuietly() {
		this.export.write(ADA, new Broken());
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		this.export.write(ADA, out);
		assertThat(out.size()).isPositive();
	}

	@Test
	void exportIsAbortedWhenTheClientReadsForLongerThanFiveMinutes() {
		given(this.chats.history(7, Page.MAX_LIMIT, CHAT.id(), null)).willAnswer((call) -> {
			this.clock.move(Duration.ofMinutes(1));
			return new Page<>(List.of(CHAT), CHAT.id());
		});
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.export.write(ADA, new ByteArrayOutputStream()));
		assertThat(this.clock.instant()).isEqualTo(Instant.EPOCH.plusSeconds(360));
	}

	@Test
	void onlyOneExportPerUserAndEightInAllRunAtOnce() {
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

	/** Runs exports within exports, each of another user. */
	private void nested(long userId, int depth) {
		this.export.write(account(userId), new Nested(() -> {
			if (depth > 1) {
				nested(userId + 1, depth - 1);
			}
		}));
	}

	private static AccountReply account(long id) {
		return new AccountReply(id, "ada", Role.USER, 4000, Instant.EPOCH);
	}

	/** The stream of a disconnected client. */
	private static final class Broken extends OutputStream {

		@Override
		public void write(int piece) throws IOException {
			throw new IOException("Broken pipe");
		}

	}

	/** A stream that runs a task at its first byte. */
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

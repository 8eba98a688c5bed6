package dev.aichat.account;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

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
	void disconnectedClientEndsTheExportQuietly() throws IOException {
		OutputStream broken = OutputStream.nullOutputStream();
		broken.close();
		this.export.write(ADA, broken);
		// Longer than the buffer, so that it is written before the end
		this.export.write(new AccountReply(7, "ada".repeat(4000), Role.USER, 4000, Instant.EPOCH), broken);
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
		whileExporting(7, () -> isBusy(() -> export(7)));
		nested(100, 8);
		isBusy(() -> nested(100, 9));
		nested(100, 8);
	}

	@Test
	void exportCanBeginWhenTheOneBeforeCloses() {
		this.export.write(ADA, new ByteArrayOutputStream() {
			@Override
			public void close() {
				export(7);
			}
		});
		then(this.chats).should(times(2)).history(7, Page.MAX_LIMIT, null, null);
	}

	/** Runs exports within exports, each of another user. */
	private void nested(long userId, int depth) {
		whileExporting(userId, () -> {
			if (depth > 1) {
				nested(userId + 1, depth - 1);
			}
		});
	}

	private void whileExporting(long userId, Runnable task) {
		willAnswer((call) -> {
			task.run();
			return new Page<>(List.of(), null);
		}).given(this.chats).history(userId, Page.MAX_LIMIT, null, null);
		export(userId);
	}

	private void export(long userId) {
		this.export.write(account(userId), new ByteArrayOutputStream());
	}

	private static void isBusy(ThrowingCallable export) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(export)
			.returns("service_unavailable", ProblemException::code);
	}

	private static AccountReply account(long id) {
		return new AccountReply(id, "ada", Role.USER, 4000, Instant.EPOCH);
	}

}

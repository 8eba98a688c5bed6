package dev.aichat.chat;

import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.dao.DataAccessResourceFailureException;

import dev.aichat.chat.Billing.Reservation;
import dev.aichat.testing.LogLines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/** Leases and requests to stop, and the sweeper, which refunds overdue chats. */
class OverdueChatSweeperTests extends ChatStatementTests {

	@RegisterExtension
	final LogLines log = new LogLines();

	@Test
	void leaseOfTwentySecondsBeginsAgainWhenItIsRenewed() {
		Reservation renewed = reserve(null, null);
		Reservation other = reserve(null, null);
		Reservation answered = reserve(null, null);
		this.billing.settle(answered.chatId(), HI);
		assertThat(secondsLeft(renewed)).isBetween(15L, 20L);
		expireAllBut(UUID.randomUUID());
		this.chats.renewLeases(new UUID[] { renewed.chatId(), answered.chatId() });
		assertThat(secondsLeft(renewed)).isBetween(15L, 20L);
		assertThat(secondsLeft(other)).isNegative();
		assertThat(secondsLeft(answered)).isNegative();
	}

	@Test
	void stopIsRequestedOfTheUsersPendingChatAlone() {
		UUID pending = reserve(null, null).chatId();
		Reservation answered = reserve(null, null);
		this.billing.settle(answered.chatId(), HI);
		UUID[] ids = { pending, answered.chatId() };
		this.chats.requestStop(answered.chatId(), this.user);
		this.chats.requestStop(pending, newUser());
		assertThat(this.chats.findStopRequested(ids)).isEmpty();
		this.chats.requestStop(pending, this.user);
		assertThat(this.chats.findStopRequested(ids)).extracting(Chat::id).containsExactly(pending);
		assertThat(this.chats.findStopRequested(new UUID[] { answered.chatId() })).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "jdbc:h2:file:./data/aichat;MODE=PostgreSQL, 4000", "jdbc:h2:file:./shared;AUTO_SERVER=TRUE, 3900",
			"jdbc:h2:mem:x, 3900", "jdbc:postgresql://h2/file, 3900" })
	void startOnAnUnsharedFileRefundsAllPendingChats(String url, long balance) {
		reserve(null, null);
		OverdueChatSweeper started = sweeper(url);
		started.expireLeftovers();
		started.sweep();
		assertThat(this.wallet.balance(this.user)).isEqualTo(balance);
	}

	@Test
	void firstSweepAfterAFailureRefundsNothing() {
		reserve(null, null);
		expireAllBut(UUID.randomUUID());
		Billing failing = mock();
		willThrow(new DataAccessResourceFailureException("lost")).willAnswer((call) -> this.billing.releaseOverdue())
			.given(failing)
			.releaseOverdue();
		OverdueChatSweeper sweeper = new OverdueChatSweeper(failing, this.chats,
				new ChatMeters(new SimpleMeterRegistry()), mock());
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(sweeper::sweep);
		sweeper.sweep();
		assertThat(this.wallet.balance(this.user)).isEqualTo(3900);
		sweeper.sweep();
		assertThat(this.wallet.balance(this.user)).isEqualTo(4000);
	}

	@Test
	void sweeperReleasesAllOverduePendingChatsAndLogsThem() {
		OverdueChatSweeper sweeper = sweeper("jdbc:h2:mem:billing");
		sweeper.sweep();
		assertThat(this.log.text()).doesNotContain("Refunded");
		this.billing.settle(reserve(null, null).chatId(), HI);
		for (int i = 0; i < 3; i++) {
			reserve(null, null);
		}
		Reservation inTime = reserve(null, null);
		expireAllBut(inTime.chatId());
		sweeper.sweep();
		assertThat(this.log.lines()).anyMatch((line) -> line.endsWith("Refunded 3 overdue chats"));
		assertThat(this.wallet.balance(this.user)).isEqualTo(3800);
		assertThat(chat(inTime.chatId())).containsEntry("state", "PENDING");
	}

	private OverdueChatSweeper sweeper(String url) {
		HikariDataSource database = new HikariDataSource();
		database.setJdbcUrl(url);
		return new OverdueChatSweeper(this.billing, this.chats, new ChatMeters(new SimpleMeterRegistry()), database);
	}

	private long secondsLeft(Reservation reservation) {
		return number("SELECT EXTRACT(EPOCH FROM (expires_at - CURRENT_TIMESTAMP)) FROM chats WHERE id = ?",
				reservation.chatId());
	}

}

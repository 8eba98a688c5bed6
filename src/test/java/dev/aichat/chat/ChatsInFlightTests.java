package dev.aichat.chat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessResourceFailureException;

import dev.aichat.ai.AiCall;
import dev.aichat.chat.Billing.Reservation;
import dev.aichat.testing.LogLines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/** Leases are renewed while chats are in flight, also after failures. */
class ChatsInFlightTests {

	private static final UUID ID = new UUID(0, 1);

	@RegisterExtension
	final LogLines log = new LogLines();

	private final ChatRepository repository = mock();

	private final AiCall call = mock();

	private final ChatsInFlight inFlight = new ChatsInFlight(this.repository);

	private final StartedChat chat = new StartedChat(new Reservation(ID, ID, 7, 100, 3900, Instant.EPOCH), "Hello",
			List.of(), this.call);

	@Test
	void databaseIsLeftAloneWhileNothingIsInFlight() {
		this.inFlight.check();
		this.inFlight.add(this.chat);
		this.inFlight.remove(this.chat);
		this.inFlight.check();
		then(this.repository).shouldHaveNoInteractions();
	}

	@Test
	void failedRenewalIsRepeatedAtTheNextCheckAndASuccessfulOneIsNot() {
		this.inFlight.add(this.chat);
		willThrow(new DataAccessResourceFailureException("lost")).willDoNothing()
			.given(this.repository)
			.renewLeases(any());
		for (int i = 0; i < 4; i++) {
			this.inFlight.check();
		}
		then(this.repository).should(times(2)).renewLeases(new UUID[] { ID });
		then(this.repository).should(times(3)).findStopRequested(new UUID[] { ID });
		assertThat(this.log.lines().filter((line) -> line.contains("leases of 1 chats are not renewed"))).hasSize(1);
	}

}

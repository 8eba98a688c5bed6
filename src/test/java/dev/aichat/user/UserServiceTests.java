package dev.aichat.user;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.LongPredicate;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.test.util.ReflectionTestUtils;

import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/** Authentication by password, and the event of each change. */
@Tag("mutation")
class UserServiceTests {

	private static final Username NAME = Username.parse("Ada").orElseThrow();

	private final UserRepository users = mock();

	private final PasswordHasher hasher = mock();

	private final ApplicationEventPublisher events = mock();

	private final UserService service = new UserService(this.users, this.hasher,
			Clock.fixed(Instant.parse("2026-11-21T12:00:00.123456789Z"), ZoneOffset.UTC), this.events);

	private final User ada = new User(NAME, "hash", Instant.EPOCH);

	@BeforeEach
	void register() {
		ReflectionTestUtils.setField(this.ada, "id", 7L);
		given(this.users.findByUsernameKey("ada")).willReturn(Optional.of(this.ada));
		given(this.users.findById(7)).willReturn(Optional.of(this.ada));
		given(this.hasher.matches("right", "hash")).willReturn(true);
		given(this.hasher.strengthen(any(), any())).willReturn(Optional.empty());
		given(this.hasher.hash("right")).willReturn("hash");
	}

	@Test
	void rightPasswordAuthenticatesTheUser() {
		assertThat(this.service.authenticate("ADA", "right")).contains(this.ada);
		assertThat(this.service.authenticate(7, "right")).contains(this.ada);
		then(this.users).should(never()).replaceHash(anyLong(), any(), any());
	}

	@Test
	void wrongPasswordOrNameDoesNotAuthenticate() {
		assertThat(this.service.authenticate("ada", "wrong")).isEmpty();
		assertThat(this.service.authenticate("bob", "right")).isEmpty();
		assertThat(this.service.authenticate(8, "right")).isEmpty();
		then(this.hasher).should(never()).strengthen(any(), any());
	}

	@Test
	void unknownNameCostsTheSameWork() {
		this.service.authenticate("bob", "right");
		this.service.authenticate("no name!", "right");
		then(this.hasher).should(times(2)).matches("right", null);
	}

	@Test
	void fullHashingQueueRejectsBeforeAnyQuery() {
		willThrow(ProblemException.forbidden()).given(this.hasher).rejectIfFull();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.service.authenticate("ada", "right"));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.service.authenticate(7, "right"));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.service.hashPassword(NAME, "right"));
		then(this.users).shouldHaveNoInteractions();
	}

	@Test
	void disabledUserDoesNotAuthenticate() {
		ReflectionTestUtils.setField(this.ada, "enabled", false);
		assertThat(this.service.authenticate("ada", "right")).isEmpty();
		then(this.hasher).should(never()).strengthen(any(), any());
	}

	@Test
	void logInReplacesAWeakHash() {
		given(this.hasher.strengthen("right", "hash")).willReturn(Optional.of("stronger"));
		assertThat(this.service.authenticate("ada", "right")).contains(this.ada);
		then(this.users).should().replaceHash(7, "hash", "stronger");
	}

	@Test
	void takenNameIsRejectedBeforeHashing() {
		assertThat(this.service.hashPassword(NAME, "right")).isEqualTo("hash");
		assertThat(this.service.hashPassword("right")).isEqualTo("hash");
		given(this.users.existsByUsernameKey("ada")).willReturn(true);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.service.hashPassword(NAME, "right"))
			.returns("username_taken", ProblemException::code);
	}

	@Test
	void newUserIsStoredUnlessTheNameIsTaken() {
		given(this.users.saveAndFlush(any())).willAnswer((call) -> call.getArgument(0));
		assertThat(this.service.add(NAME, "hash")).hasFieldOrPropertyWithValue("username", "Ada")
			.hasFieldOrPropertyWithValue("createdAt", Instant.parse("2026-11-21T12:00:00.123456Z"));
		given(this.users.saveAndFlush(any())).willThrow(new DataIntegrityViolationException("taken"));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.service.add(NAME, "hash"))
			.returns("username_taken", ProblemException::code);
	}

	@Test
	void eachChangePublishesAnEvent() {
		given(this.users.disable(7)).willReturn(1);
		given(this.users.enable(7)).willReturn(1);
		given(this.users.endSessions(7)).willReturn(1);
		given(this.users.changeRole(7, Role.ADMIN)).willReturn(1);
		given(this.users.resetPassword(7, "hash")).willReturn(1);
		given(this.users.erase(7, "(erased 7)")).willReturn(1);
		publishesOnce(this.service::disable);
		publishesOnce(this.service::enable);
		publishesOnce(this.service::endSessions);
		publishesOnce((id) -> this.service.changeRole(id, Role.ADMIN));
		publishesOnce((id) -> this.service.resetPassword(id, "hash"));
		publishesOnce(this.service::erase);
	}

	@Test
	void changedPasswordBeginsAnEpoch() {
		assertThat(this.service.changePassword(this.ada, "new")).isEmpty();
		given(this.users.changePassword(7, "new", 0)).willReturn(1);
		assertThat(this.service.changePassword(this.ada, "new")).contains(1L);
		then(this.events).should().publishEvent(new UserChanged(7));
	}

	/** User 7 is changed, and user 8 does not exist. */
	private void publishesOnce(LongPredicate change) {
		clearInvocations(this.events);
		assertThat(change.test(7)).isTrue();
		assertThat(change.test(8)).isFalse();
		then(this.events).should().publishEvent(new UserChanged(7));
		then(this.events).shouldHaveNoMoreInteractions();
	}

}

package dev.aichat.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.testing.Books;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.SystemTest;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.user.User;
import dev.aichat.user.UserService;
import dev.aichat.web.InvalidAccessTokenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who has left, or was thrown out, is out: at once here, and within a second elsewhere.
 */
@SystemTest
abstract class SessionEndTests {

	@Autowired
	Client client;

	@Autowired
	Sessions sessions;

	@Autowired
	Books books;

	@Autowired
	UserService accounts;

	@Autowired
	AccessTokens accessTokens;

	@Autowired
	Clock clock;

	@Autowired
	AccessTokenAuthenticator callers;

	@Autowired
	ExpiredSessionCleanup caretaker;

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "{}", "{\"everywhere\": false}", "{\"everywhere\": null}", "null", "" })
	void logoutEndsOneSession(String body) {
		User user = this.sessions.prove(this.client.newUser());
		Access left = this.sessions.open(user);
		Access kept = this.sessions.open(user);
		this.sessions.lives(left);
		Answer answer = this.client.send("POST", "/api/logout", (body != null) ? body.getBytes() : null,
				Sessions.bearer(left.accessToken()));
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.text("message")).isNotBlank();
		this.sessions.isOver(left);
		this.sessions.lives(kept);
	}

	@Test
	void logoutNeedsNeitherBodyNorLength() {
		Caller user = this.client.newUser();
		Answer answer = RawConnection.exchange(this.client.uri("/"), "POST", "/api/logout",
				"Authorization: Bearer " + user.token());
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		user.get("/api/balance").isProblem(403, "invalid_token");
		user.post("/api/logout", Map.of()).isProblem(403, "invalid_token");
	}

	@Test
	void logoutEverywhereEndsAllSessionsOfOneUser() {
		User user = this.sessions.prove(this.client.newUser());
		List<Access> left = IntStream.range(0, 3).mapToObj((i) -> this.sessions.open(user)).toList();
		Access others = this.sessions.open(this.sessions.prove(this.client.newUser()));
		left.forEach((session) -> assertThat(this.sessions.use(session.accessToken()).status()).isEqualTo(200));
		Answer answer = this.sessions.post("/api/logout", Map.of("everywhere", true), left.get(1).accessToken());
		assertThat(answer.status()).isEqualTo(200);
		left.forEach(this.sessions::isOver);
		this.sessions.lives(others);
	}

	@Test
	void logoutThatCannotBeReadEndsNothing() {
		Caller user = this.client.newUser();
		Answer answer = user.post("/api/logout", Map.of("everywhere", "yes")).isProblem(400, "validation_failed");
		assertThat(answer.json().get("errors").propertyNames()).containsExactly("everywhere");
		user.send("POST", "/api/logout", "[]".getBytes()).isProblem(400, "malformed_request");
		user.send("POST", "/api/logout", "x".getBytes(), "Content-Type", "text/plain")
			.isProblem(415, "unsupported_media_type");
		assertThat(user.balance()).isEqualTo(4000);
	}

	@Test
	void otherInstanceLearnsOfAnEndWithinASecond() {
		Caller caller = this.client.newUser();
		AccessTokenAuthenticator elsewhere = this.sessions.callersElsewhere();
		List<Runnable> ends = List.of(() -> caller.post("/api/logout", Map.of("everywhere", true)),
				() -> this.accounts.disable(caller.id()));
		for (Runnable end : ends) {
			Access session = this.sessions.open(this.sessions.prove(caller));
			assertThat(elsewhere.identify(session.accessToken()).getPrincipal().id()).isEqualTo(caller.id());
			Access kept = this.sessions.open(this.sessions.prove(this.client.newUser()));
			end.run();
			Awaitility.await()
				.atMost(Duration.ofSeconds(2))
				.untilAsserted(() -> assertThatExceptionOfType(InvalidAccessTokenException.class)
					.isThrownBy(() -> elsewhere.identify(session.accessToken())));
			assertThat(elsewhere.identify(kept.accessToken())).isNotNull();
		}
	}

	@Test
	void disabledUserIsOutAtOnceAndEnablingRevivesNothing() {
		Caller caller = this.client.newUser();
		Access session = this.sessions.open(this.sessions.prove(caller));
		assertThat(this.sessions.use(session.accessToken()).status()).isEqualTo(200);
		this.accounts.disable(caller.id());
		this.sessions.isOver(session);
		this.client.post("/api/login", Client.credentials(caller.username())).isProblem(401, "invalid_credentials");
		this.accounts.enable(caller.id());
		this.sessions.isOver(session);
		caller.get("/api/balance").isProblem(403, "invalid_token");
		this.sessions.lives(this.sessions.open(this.sessions.prove(caller)));
	}

	@Test
	void userWhomSomebodyDisabledByHandIsOutToo() {
		Caller caller = this.client.newUser();
		this.books.sql().sql("UPDATE users SET enabled = FALSE WHERE id = ?").param(caller.id()).update();
		assertThatExceptionOfType(InvalidAccessTokenException.class)
			.isThrownBy(() -> this.sessions.callersElsewhere().identify(caller.token()));
	}

	@Test
	void resetPasswordAndEndedSessionsAreOutAtOnce() {
		Caller caller = this.client.newUser();
		String hash = this.accounts.hashPassword(Sessions.PASSWORD);
		List<Runnable> ends = List.of(() -> this.accounts.endSessions(caller.id()),
				() -> this.accounts.resetPassword(caller.id(), hash));
		for (Runnable end : ends) {
			Access session = this.sessions.open(this.sessions.prove(caller));
			assertThat(this.sessions.use(session.accessToken()).status()).isEqualTo(200);
			end.run();
			this.sessions.isOver(session);
		}
	}

	@Test
	void roleCountsAtOnce() {
		Caller caller = this.client.newUser();
		assertThat(role(caller)).isEqualTo("ROLE_USER");
		this.accounts.changeRole(caller.id(), Role.ADMIN);
		assertThat(role(caller)).isEqualTo("ROLE_ADMIN");
		assertThat(caller.balance()).isEqualTo(4000);
	}

	@Test
	void logInThatRacesTheEndOfAllSessionsOpensNone() {
		Caller caller = this.client.newUser();
		List<Runnable> ends = List.of(() -> this.accounts.disable(caller.id()),
				() -> this.accounts.endSessions(caller.id()),
				() -> this.accounts.resetPassword(caller.id(), this.accounts.hashPassword(Sessions.PASSWORD)));
		for (Runnable end : ends) {
			User proven = this.sessions.prove(caller);
			end.run();
			Access late = this.sessions.open(proven);
			this.sessions.isOver(late);
			this.accounts.enable(caller.id());
			this.sessions.isOver(late);
		}
	}

	@Test
	void logInsAndDisableAtOnceLeaveNobodyIn() {
		for (int round = 0; round < 5; round++) {
			Caller caller = this.client.newUser();
			List<Answer> answers = Concurrently.run(4, (i) -> {
				if (i == 0) {
					this.accounts.disable(caller.id());
					return caller.get("/api/balance");
				}
				return this.client.post("/api/login", Client.credentials(caller.username()));
			});
			answers.get(0).isProblem(403, "invalid_token");
			this.accounts.enable(caller.id());
			for (Answer answer : answers.subList(1, 4)) {
				if (answer.status() == 200) {
					this.sessions.isOver(answer.text("access"), answer.text("refresh"));
				}
			}
		}
	}

	/**
	 * Other instances may believe in the user for a second; the one statement does not.
	 */
	@Test
	void noChatStartsOnceTheUserIsDisabled() {
		for (int round = 0; round < 5; round++) {
			Caller user = this.client.newUser();
			user.post("/api/top-up", Map.of("tokens", 1_000_000));
			CountDownLatch chatting = new CountDownLatch(3);
			List<Long> charges = Concurrently.run(4, (i) -> {
				if (i == 0) {
					await(chatting);
					this.books.sql().sql("UPDATE users SET enabled = FALSE WHERE id = ?").param(user.id()).update();
					return charges(user);
				}
				Answer answer = user.chat("On");
				chatting.countDown();
				while (answer.status() == 200) {
					answer = user.chat("On");
				}
				answer.isProblem(403, "invalid_token");
				return 0L;
			});
			assertThat(charges.get(0)).isPositive().isEqualTo(charges(user));
		}
	}

	@Test
	void sessionOfOneUserWithTheSubjectOfAnotherIsNobodys() {
		Caller one = this.client.newUser();
		Caller other = this.client.newUser();
		assertThat(one.balance()).isEqualTo(other.balance());
		String mixed = new HandmadeToken(other.id(), HandmadeToken.sessionId(one.token())).sign();
		this.sessions.use(mixed).isProblem(403, "invalid_token");
		this.sessions.post("/api/chat", Map.of("message", "Hello"), mixed).isProblem(403, "invalid_token");
		this.sessions.post("/api/logout", Map.of("everywhere", true), mixed).isProblem(403, "invalid_token");
		assertThat(one.balance()).isEqualTo(4000);
		assertThat(other.balance()).isEqualTo(4000);
	}

	/** A look at the database that began before the end must not be believed after it. */
	@Test
	void lookThatBeganBeforeTheEndDoesNotBringTheSessionBack() {
		Access session = this.sessions.open(this.sessions.prove(this.client.newUser()));
		CountDownLatch seenAlive = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		AccessTokenAuthenticator callers = new AccessTokenAuthenticator(this.accessTokens,
				new Looking(this.books.sql()) {
					@Override
					Optional<CurrentUser> findOwner(UUID id) {
						Optional<CurrentUser> owner = super.findOwner(id);
						if (looks() == 1) {
							seenAlive.countDown();
							await(ended);
						}
						return owner;
					}
				}, this.clock);
		List<Boolean> in = Concurrently.run(2, (i) -> {
			if (i == 0) {
				return isIn(callers, session);
			}
			await(seenAlive);
			this.accounts.endSessions(this.userId(session));
			callers.forget(this.userId(session));
			ended.countDown();
			return isIn(callers, session);
		});
		assertThat(in.get(1)).as("after the end").isFalse();
		assertThat(isIn(callers, session)).as("and later").isFalse();
	}

	/** Whoever waited for an answer that took long wants to know how it is now. */
	@Test
	void lookThatTookLongerThanASecondIsBelievedByNobodyElse() {
		Access session = this.sessions.open(this.sessions.prove(this.client.newUser()));
		CountDownLatch seenAlive = new CountDownLatch(1);
		AccessTokenAuthenticator callers = new AccessTokenAuthenticator(this.accessTokens,
				new Looking(this.books.sql()) {
					@Override
					Optional<CurrentUser> findOwner(UUID id) {
						long asked = System.nanoTime();
						Optional<CurrentUser> owner = super.findOwner(id);
						if (looks() == 1) {
							SessionEndTests.this.accounts.endSessions(SessionEndTests.this.userId(session));
							seenAlive.countDown();
							Awaitility.await().until(() -> System.nanoTime() - asked >= 1_000_000_000);
						}
						return owner;
					}
				}, this.clock);
		List<Boolean> in = Concurrently.run(2, (i) -> {
			if (i == 1) {
				await(seenAlive);
			}
			return isIn(callers, session);
		});
		assertThat(in).as("who asked before the end, and who asked after").containsExactly(true, false);
	}

	@Test
	void databaseIsAskedOnceASecondForASessionNotForEachOfItsTokens() {
		Access session = this.sessions.open(this.sessions.prove(this.client.newUser()));
		Looking looking = new Looking(this.books.sql());
		AccessTokenAuthenticator callers = new AccessTokenAuthenticator(this.accessTokens, looking, this.clock);
		List<String> tokens = IntStream.range(0, 10)
			.mapToObj((i) -> this.accessTokens.issue(userId(session), Sessions.id(session)))
			.toList();
		long begin = System.nanoTime();
		Concurrently.run(8, (i) -> {
			for (int n = 0; n < 1000; n++) {
				callers.identify(tokens.get(n % tokens.size()));
			}
			return i;
		});
		assertThat(looking.looks()).isPositive()
			.isLessThanOrEqualTo(1 + (int) Duration.ofNanos(System.nanoTime() - begin).toSeconds());
	}

	@Test
	void hundredAndFirstSessionEndsTheOldest() {
		Caller caller = this.client.newUser();
		User user = this.sessions.prove(caller);
		List<Access> opened = IntStream.range(0, 105).mapToObj((i) -> this.sessions.open(user)).toList();
		assertThat(this.sessions.count(caller)).isEqualTo(SessionService.MAX_PER_USER);
		caller.get("/api/balance").isProblem(403, "invalid_token");
		opened.subList(0, 5).forEach(this.sessions::isOver);
		List.of(opened.get(5), opened.get(104)).forEach(this.sessions::lives);
	}

	@Test
	void sessionsOpenedAtOnceAreBoundedToo() {
		Caller caller = this.client.newUser();
		User user = this.sessions.prove(caller);
		Concurrently.run(8, (worker) -> {
			for (int i = 0; i < 20; i++) {
				this.sessions.open(user);
			}
			return worker;
		});
		assertThat(this.sessions.count(caller)).isEqualTo(SessionService.MAX_PER_USER);
	}

	@Test
	void sessionsOfThePastMakeRoomFirst() {
		Caller caller = this.client.newUser();
		User user = this.sessions.prove(caller);
		Access kept = this.sessions.open(user);
		IntStream.range(0, 98).forEach((i) -> this.sessions.open(user));
		assertThat(this.sessions
			.post("/api/password", Map.of("current_password", Sessions.PASSWORD, "new_password", Sessions.PASSWORD),
					kept.accessToken())
			.status()).isEqualTo(200);
		User changed = this.sessions.prove(caller);
		IntStream.range(0, 50).forEach((i) -> this.sessions.open(changed));
		assertThat(this.sessions.count(caller)).isEqualTo(SessionService.MAX_PER_USER);
		this.sessions.lives(kept);
	}

	@Test
	void caretakersClearAwayWhatExpiredAndNothingElse() {
		Caller caller = this.client.newUser();
		User user = this.sessions.prove(caller);
		Access expired = this.sessions.open(user);
		Access kept = this.sessions.open(user);
		this.sessions.age(expired, Duration.ofDays(7));
		Access nearly = this.sessions.open(user);
		this.sessions.age(nearly, Duration.ofDays(7).minusMinutes(1));
		this.books.sql()
			.sql("""
					INSERT INTO sessions (id, user_id, epoch, family_hash, secret_hash, created_at, expires_at, ends_at)
					SELECT CAST('00000000-0000-4000-8000-' || LPAD(CAST(x AS VARCHAR(12)), 12, '0') AS UUID), user_id, epoch,
						family_hash, secret_hash, created_at, expires_at, ends_at
					FROM sessions CROSS JOIN %s WHERE id = ?"""
				.formatted(numbers(2 * ExpiredSessionCleanup.BATCH)))
			.param(Sessions.id(expired))
			.update();
		assertThat(this.sessions.count(caller)).isGreaterThan(2 * ExpiredSessionCleanup.BATCH);
		Concurrently.run(3, (i) -> {
			this.caretaker.clearAway();
			return i;
		});
		assertThat(this.sessions.count(caller)).isEqualTo(3);
		this.sessions.isOver(expired);
		this.sessions.lives(kept);
		this.sessions.lives(nearly);
	}

	private String role(Caller caller) {
		return this.callers.identify(caller.token()).getAuthorities().iterator().next().toString();
	}

	/** The numbers from 1 as a table, in the database's own words. */
	abstract String numbers(int last);

	private static boolean isIn(AccessTokenAuthenticator callers, Access session) {
		try {
			callers.identify(session.accessToken());
			return true;
		}
		catch (InvalidAccessTokenException ex) {
			return false;
		}
	}

	private long userId(Access session) {
		return this.accessTokens.verify(session.accessToken()).userId();
	}

	private long charges(Caller user) {
		return this.books.sql()
			.sql("SELECT COUNT(*) FROM ledger WHERE user_id = ? AND kind = 'CHARGE'")
			.param(user.id())
			.query(Long.class)
			.single();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Counts how often it is asked. */
	private static class Looking extends SessionRepository {

		private final AtomicInteger looks = new AtomicInteger();

		Looking(JdbcClient jdbc) {
			super(jdbc);
		}

		int looks() {
			return this.looks.get();
		}

		@Override
		Optional<CurrentUser> findOwner(UUID id) {
			this.looks.incrementAndGet();
			return super.findOwner(id);
		}

	}

}

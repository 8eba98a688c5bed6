package dev.aichat.ratelimit;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.aichat.testing.Concurrently;
import dev.aichat.testing.LogLines;
import dev.aichat.testing.MovableClock;
import dev.aichat.testing.RedisProcess;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Limits of instances that share a Redis, which may be unavailable. */
class SharedLimitTests {

	private static final AtomicLong USERS = new AtomicLong();

	private static final RedisProcess redis = new RedisProcess();

	@RegisterExtension
	final LogLines log = new LogLines();

	private final MovableClock clock = new MovableClock();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private List<RateLimitService> instances = List.of();

	private final long user = USERS.incrementAndGet();

	private MockHttpServletResponse response = new MockHttpServletResponse();

	@BeforeEach
	void startRedis() {
		redis.start();
		this.instances = Stream.of(1, 2).map((number) -> instance(redis.url())).toList();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@AfterEach
	void closeInstances() {
		this.instances.forEach(RateLimitService::close);
	}

	@Test
	void concurrentChatsAreLimitedExactlyOverAllInstances() {
		List<Boolean> granted = Concurrently.run(160, (i) -> chat(i));
		assertThat(granted.stream().filter((each) -> each)).hasSize(120);
		this.clock.move(Duration.ofMillis(1500));
		assertThat(Stream.iterate(0, (i) -> i + 1).limit(6).filter(this::chat)).hasSize(3);
		assertThat(fallbacks()).isZero();
	}

	@RepeatedTest(5)
	void concurrentFailedLogInsAreLimitedExactlyOverAllInstances() {
		List<Integer> statuses = Concurrently.run(40, (i) -> logIn(i, HttpStatus.UNAUTHORIZED));
		assertThat(statuses.stream().filter((status) -> status == 401)).hasSize(10);
		assertThat(statuses.stream().filter((status) -> status == 429)).hasSize(30);
	}

	@Test
	void logInThatDoesNotCountReturnsItsPermitToAllInstances() {
		for (int i = 0; i < 15; i++) {
			logIn(i, HttpStatus.SERVICE_UNAVAILABLE);
		}
		logIn(0, HttpStatus.UNAUTHORIZED);
		assertThat(logIn(1, HttpStatus.SERVICE_UNAVAILABLE)).isEqualTo(503);
		assertThat(this.response.getHeader("RateLimit")).isEqualTo("\"login\";r=9;t=810, \"login-address\";r=99;t=891");
	}

	@Test
	void eachInstanceLimitsByItselfWhileRedisIsUnavailable() {
		assertThat(chat(0)).isTrue();
		redis.stop();
		assertThat(chats(0, 130)).isEqualTo(119);
		assertThat(chats(1, 130)).isEqualTo(120);
		assertThat(fallbacks()).isEqualTo(260);
		RateLimitService late = instance(redis.url());
		assertThat(late.chat(this.user).granted()).isTrue();
		late.close();
		redis.start();
		awaitSharing();
		assertThat(this.log.lines()).hasSize(5);
		assertThat(this.log.lines().filter((line) -> line.contains("Redis is unavailable"))).hasSize(3);
		assertThat(this.log.lines().filter((line) -> line.contains("Redis is available again"))).hasSize(2);
	}

	@Test
	void redisThatLostItsDataAllowsNoInstanceMoreThanTheLimit() {
		assertThat(chats(0, 130)).isEqualTo(120);
		assertThat(chat(1)).isFalse();
		redis.stop();
		redis.start();
		awaitSharing();
		assertThat(chat(0)).isFalse();
		assertThat(chats(1, 130)).isEqualTo(120);
	}

	@Test
	void redisThatDoesNotAnswerCountsAsUnavailable() throws IOException {
		try (ServerSocket silent = new ServerSocket(0)) {
			RateLimitService instance = instance("redis://127.0.0.1:" + silent.getLocalPort());
			assertThat(IntStream.range(0, 130).filter((i) -> instance.chat(this.user).granted())).hasSize(120);
			instance.close();
		}
	}

	@Test
	void slowFirstConnectionIsAwaitedAtTheStart() {
		RedisClient client = RedisClient.create(redis.url());
		client.connect().sync().clientPause(1000);
		RateLimitService instance = instance(redis.url(), Duration.ofMillis(250));
		assertThat(instance.chat(this.user).granted()).isTrue();
		assertThat(fallbacks()).isZero();
		instance.close();
		client.shutdown();
	}

	@Test
	void rejectedPasswordIsReportedAtTheStartAndNotLogged() {
		RateLimitService instance = instance(redis.url().replace("//", "//nobody:secret@"));
		assertThat(this.log.text()).contains("WRONGPASS").doesNotContain("secret");
		assertThat(instance.chat(this.user).granted()).isTrue();
		instance.close();
	}

	@Test
	void bucketsExpireOnceTheyAreFull() {
		chats(0, 60);
		RedisClient client = RedisClient.create(redis.url());
		RedisCommands<String, String> commands = client.connect().sync();
		assertThat(commands.pttl("aichat:rate-limit:chat:120/PT1M:" + this.user)).isBetween(1L, 40_000L);
		client.shutdown();
	}

	private boolean chat(int instance) {
		return this.instances.get(instance % 2).chat(this.user).granted();
	}

	private long chats(int instance, int times) {
		return IntStream.range(0, times).filter((i) -> chat(instance)).count();
	}

	/** Both instances answer a new user as one. */
	private void awaitSharing() {
		await().untilAsserted(() -> {
			long newUser = USERS.incrementAndGet();
			for (RateLimitService instance : this.instances) {
				assertThat(IntStream.range(0, 60).filter((i) -> instance.chat(newUser).granted())).hasSize(60);
			}
			assertThat(this.instances.get(0).chat(newUser).granted()).isFalse();
		});
	}

	private int logIn(int instance, HttpStatus status) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr("203.0.113." + this.user);
		MockHttpServletResponse answer = new MockHttpServletResponse();
		this.response = answer;
		try {
			return this.instances.get(instance % 2).loggingIn("ada", request, answer, () -> {
				throw new ProblemException(status, "as_told", "As told.");
			});
		}
		catch (ProblemException ex) {
			return ex.status().value();
		}
	}

	private double fallbacks() {
		return this.meters.counter("aichat.rate.limit.fallbacks").count();
	}

	private RateLimitService instance(String url) {
		return instance(url, Duration.ofSeconds(2));
	}

	private RateLimitService instance(String url, Duration timeout) {
		return new RateLimitService(new RateLimitSettings(true, Limit.valueOf("120/1m"), Limit.valueOf("5/1h"),
				Limit.valueOf("10/15m"), Limit.valueOf("100/15m"), url, timeout), this.clock, this.meters);
	}

}

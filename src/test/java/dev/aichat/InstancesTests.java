package dev.aichat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.mock.env.MockEnvironment;
import org.springframework.test.util.TestSocketUtils;

import dev.aichat.testing.Books;
import dev.aichat.testing.ChatLoad;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.LoadBalancer;
import dev.aichat.testing.PackagedService;
import dev.aichat.testing.PostgresProcess;
import dev.aichat.testing.Provider;
import dev.aichat.testing.RedisProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Three instances of the packaged service, on one PostgreSQL and one Redis, behind a load
 * balancer, through outages under 30 chats a second. The table it prints stands in
 * {@code scaling.md}. {@code ./mvnw verify -Pinstances} runs these.
 */
@Tag("instances")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstancesTests {

	private static final int CHATS_PER_SECOND = 30;

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	static Path folder;

	private final Provider provider = new Provider();

	private final RedisProcess redis = new RedisProcess();

	private final LoadBalancer proxy = new LoadBalancer();

	private final Client client = new Client(
			new MockEnvironment().withProperty("local.server.port", Integer.toString(this.proxy.uri().getPort())));

	private final List<PackagedService> instances = new ArrayList<>();

	private final List<String> rows = new ArrayList<>();

	private PostgresProcess postgres;

	private List<Caller> users;

	@BeforeAll
	void start() throws IOException {
		this.provider.answer("Slow", (call) -> {
			pause(300);
			call.say("Here ", "you are.");
		});
		this.postgres = new PostgresProcess(Files.createDirectory(folder.resolve("postgres")));
		for (int number = 0; number < 3; number++) {
			Files.createDirectory(folder.resolve("instance" + number));
			this.instances.add(start(number, url(this.postgres)));
		}
		this.instances.forEach(this.proxy::add);
		this.users = Stream.generate(this::richUser).limit(CHATS_PER_SECOND).toList();
	}

	@AfterAll
	void stop() {
		System.out.println("""
				| | answers | failures end | refunds | log |
				|---|---|---|---|---|""");
		this.rows.forEach(System.out::println);
		this.instances.forEach(PackagedService::close);
		this.proxy.close();
		this.redis.close();
		this.postgres.close();
		this.provider.close();
	}

	@AfterEach
	void booksBalance() {
		new Books(this.postgres.sql()).balance();
	}

	@Test
	@Order(1)
	void limitsAreExactOverAllInstances() {
		Caller user = richUser();
		Instant begun = Instant.now();
		List<Answer> chats = Stream.of(1, 2, 3, 4, 5)
			.flatMap((round) -> Concurrently.run(32, (i) -> user.chat("Hello")).stream())
			.toList();
		long refilled = 2 * (Duration.between(begun, Instant.now()).toSeconds() + 1);
		assertThat(count(chats, 200)).isBetween(120L, 120 + refilled);
		assertThat(count(chats, 200) + count(chats, 429)).isEqualTo(160);
		List<Answer> logIns = new ArrayList<>();
		await().untilAsserted(() -> {
			logIns.addAll(Concurrently.run(8, (i) -> this.client.post("/api/login",
					Map.of("username", user.username(), "password", "a wrong password"))));
			assertThat(count(logIns, 429)).isGreaterThanOrEqualTo(8);
		});
		assertThat(count(logIns, 401)).isEqualTo(10);
		this.rows.add("| limits | %d of 160 concurrent chats, %d of %d failed log-ins | | | |"
			.formatted(count(chats, 200), count(logIns, 401), logIns.size()));
	}

	@Test
	@Order(8)
	void rollingRestartIsNotNoticed() {
		Map<String, Long> outcomes = scenario("rolling restart", () -> {
			for (int number = 0; number < 3; number++) {
				this.proxy.remove(this.instances.get(number));
				pause(200);
				this.instances.get(number).stop();
				restart(number, url(this.postgres));
			}
		});
		assertThat(outcomes).containsOnlyKeys("200");
	}

	@Test
	@Order(6)
	void killedInstancesAreReplaced() {
		scenario("`kill -9` of each in turn", () -> {
			for (int number = 0; number < 3; number++) {
				this.instances.get(number).kill();
				this.proxy.remove(this.instances.get(number));
				restart(number, url(this.postgres));
			}
		});
	}

	@Test
	@Order(7)
	void chatsOfAnInstanceThatIsFrozenForLongerThanTheirLeasesAreRefunded() {
		scenario("`SIGSTOP` of one, `SIGCONT` after 35 s", () -> {
			this.instances.get(0).signal("STOP");
			pause(35_000);
			this.instances.get(0).signal("CONT");
		});
	}

	@Test
	@Order(4)
	void databaseIsRestarted() {
		scenario("PostgreSQL restarted, fast", () -> {
			this.postgres.stop();
			pause(3000);
			this.postgres.start();
		});
		scenario("PostgreSQL restarted, immediate", () -> {
			this.postgres.abort();
			pause(3000);
			this.postgres.start();
		});
	}

	@Test
	@Order(5)
	void databaseHasTooFewConnections() {
		try {
			scenario("PostgreSQL restarted with `max_connections=20`", () -> {
				this.postgres.stop();
				this.postgres.start("max_connections=20");
			});
		}
		finally {
			this.postgres.stop();
			this.postgres.start();
		}
	}

	@Test
	@Order(3)
	void lockedRowDelaysOneUserOnly() {
		Map<String, Long> outcomes = scenario("a user's row locked for 10 s", () -> {
			try (Connection lock = this.postgres.connect()) {
				lock.setAutoCommit(false);
				lock.createStatement()
					.execute("SELECT * FROM users WHERE id = %d FOR UPDATE".formatted(this.users.get(0).id()));
				pause(10_000);
			}
		});
		assertThat(outcomes.entrySet()
			.stream()
			.filter((outcome) -> !outcome.getKey().equals("200"))
			.mapToLong(Map.Entry::getValue)
			.sum()).isLessThanOrEqualTo(12);
	}

	@Test
	@Order(2)
	void redisOutageIsNotNoticed() {
		Map<String, Long> outcomes = scenario("Redis stopped for 5 s", () -> {
			this.redis.stop();
			pause(5000);
			this.redis.start();
		});
		assertThat(outcomes).containsOnlyKeys("200");
	}

	@Test
	@Order(9)
	void databaseIsRestartedBehindPgBouncer() throws Exception {
		assumeThat(Path.of("/usr/sbin/pgbouncer")).exists();
		int port = TestSocketUtils.findAvailableTcpPort();
		Path configuration = Files.writeString(folder.resolve("pgbouncer.ini"), """
				[databases]
				aichat = host=127.0.0.1 port=%d user=aichat
				[pgbouncer]
				listen_addr = 127.0.0.1
				listen_port = %d
				unix_socket_dir =
				auth_type = any
				pool_mode = transaction
				ignore_startup_parameters = extra_float_digits
				server_login_retry = 1
				""".formatted(this.postgres.port(), port));
		// It does not run as root
		Process bouncer = new ProcessBuilder(System.getProperty("user.name").equals("root")
				? List.of("unshare", "-U", "/usr/sbin/pgbouncer", configuration.toString())
				: List.of("/usr/sbin/pgbouncer", configuration.toString()))
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("pgbouncer.log").toFile())
			.start();
		try {
			restartAll("jdbc:postgresql://127.0.0.1:%d/aichat?prepareThreshold=0".formatted(port));
			scenario("PostgreSQL restarted, fast, behind PgBouncer in transaction mode", () -> {
				this.postgres.stop();
				pause(3000);
				this.postgres.start();
			});
		}
		finally {
			bouncer.destroy();
		}
	}

	@Test
	@Order(10)
	void replicaIsPromoted() throws Exception {
		PostgresProcess replica = this.postgres.replicate(folder.resolve("replica"));
		PostgresProcess primary = this.postgres;
		restartAll("jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/aichat?targetServerType=primary"
			.formatted(primary.port(), replica.port()));
		scenario("PostgreSQL killed, its replica promoted", () -> {
			primary.abort();
			replica.sql().sql("SELECT pg_promote()").query().listOfRows();
			this.postgres = replica;
		});
	}

	/** Runs a disturbance under load, and waits until everything is in order again. */
	private Map<String, Long> scenario(String name, Disturbance disturbance) {
		awaitReady();
		long logBefore = logBytes();
		Instant begun = Instant.now();
		AtomicLong oldest = new AtomicLong();
		ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
		watch.scheduleWithFixedDelay(() -> watchPending(oldest), 0, 250, TimeUnit.MILLISECONDS);
		ChatLoad load = new ChatLoad(this.proxy.uri(), this.users, CHATS_PER_SECOND);
		Instant over = disturb(load, disturbance);
		await().atMost(Duration.ofMinutes(3))
			.until(() -> number("SELECT COUNT(*) FROM chats WHERE state = 'PENDING'") == 0);
		watch.shutdownNow();
		long logged = logBytes() - logBefore;
		long refunded = number("SELECT COUNT(*) FROM chats WHERE state = 'REFUNDED' AND created_at >= ?",
				begun.atOffset(ZoneOffset.UTC));
		this.rows.add("| %s | %s | %.1f s | %s | %d KB |".formatted(name,
				load.outcomes()
					.entrySet()
					.stream()
					.map((outcome) -> outcome.getValue() + " × " + outcome.getKey())
					.collect(Collectors.joining(", ")),
				load.failuresAfter(over).toMillis() / 1000.0,
				(refunded > 0) ? "%d, after %.1f s at most".formatted(refunded, oldest.get() / 1000.0) : "–",
				(logged + 1023) / 1024));
		SoftAssertions.assertSoftly((goals) -> {
			goals.assertThat(load.outcomes().keySet()).noneMatch((outcome) -> outcome.startsWith("500"));
			goals.assertThat(load.failuresAfter(over)).isLessThan(Duration.ofSeconds(2));
			goals.assertThat(Duration.ofMillis(oldest.get())).isLessThan(Duration.ofSeconds(30));
			goals.assertThat(logged).isLessThan(50 * 1024);
			goals.assertThat(load.answered())
				.hasSize((int) number("SELECT COUNT(*) FROM chats WHERE state = 'ANSWERED' AND id = ANY (?)",
						(Object) load.answered().toArray(UUID[]::new)));
		});
		return load.outcomes();
	}

	/** Returns when the disturbance was over. */
	private static Instant disturb(ChatLoad load, Disturbance disturbance) {
		try (load) {
			load.awaitChats(3 * CHATS_PER_SECOND);
			disturbance.run();
			Instant over = Instant.now();
			load.awaitChats(10 * CHATS_PER_SECOND);
			return over;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Remembers the greatest age of a pending chat, in milliseconds. */
	private void watchPending(AtomicLong oldest) {
		try {
			long age = number("""
					SELECT COALESCE(MAX(1000 * EXTRACT(EPOCH FROM CURRENT_TIMESTAMP - created_at)), 0)::bigint
					FROM chats WHERE state = 'PENDING'""");
			oldest.accumulateAndGet(age, Math::max);
		}
		catch (RuntimeException ex) {
			// The database is unavailable
		}
	}

	private void awaitReady() {
		await().atMost(Duration.ofMinutes(3))
			.until(() -> this.instances.stream()
				.allMatch((instance) -> instance.client().get("/readyz").status() == 200));
	}

	private long logBytes() {
		return this.instances.stream().mapToLong((instance) -> instance.log().length()).sum();
	}

	private long number(String query, Object... parameters) {
		return this.postgres.sql().sql(query).params(parameters).query(Long.class).single();
	}

	private Caller richUser() {
		Caller user = this.client.newUser();
		user.post("/api/top-up", Map.of("tokens", 1_000_000));
		return user;
	}

	private void restartAll(String url) throws IOException {
		for (int number = 0; number < 3; number++) {
			this.proxy.remove(this.instances.get(number));
			this.instances.get(number).stop();
			restart(number, url);
		}
	}

	private void restart(int number, String url) throws IOException {
		PackagedService started = start(number, url);
		this.instances.set(number, started);
		this.proxy.add(started);
	}

	private PackagedService start(int number, String url) throws IOException {
		Map<String, String> settings = new HashMap<>(Map.of("SPRING_DATASOURCE_URL", url, "SPRING_DATASOURCE_USERNAME",
				"aichat", "JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m", "AICHAT_JWT_SECRET",
				"a secret that is for tests alone, 0123456789", "AICHAT_RATE_LIMIT_REDIS_URL", this.redis.url(),
				"AICHAT_AI_PROVIDER", "openai", "AICHAT_AI_BASE_URL", this.provider.url(), "AICHAT_AI_API_KEY",
				Provider.KEY, "AICHAT_AI_MODEL", "m"));
		// Three instances, two databases and the clients share this machine's cores
		settings.put("AICHAT_RATE_LIMIT_REDIS_TIMEOUT", "1s");
		if (url.contains("prepareThreshold")) {
			settings.put("AICHAT_DATABASE_LOCK_TIMEOUT", "0s");
			settings.put("AICHAT_DATABASE_STATEMENT_TIMEOUT", "0s");
		}
		return PackagedService.start(folder.resolve("instance" + number), settings);
	}

	private static String url(PostgresProcess postgres) {
		return "jdbc:postgresql://127.0.0.1:%d/aichat".formatted(postgres.port());
	}

	private static long count(List<Answer> answers, int status) {
		return answers.stream().filter((answer) -> answer.status() == status).count();
	}

	/** Lets time pass, as an outage or a provider takes it. */
	private static void pause(long milliseconds) {
		try {
			TimeUnit.MILLISECONDS.sleep(milliseconds);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** An outage, which ends when this returns. */
	private interface Disturbance {

		void run() throws Exception;

	}

}

package dev.aichat.ratelimit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce.LettuceBasedProxyManagerBuilder;
import io.github.bucket4j.redis.lettuce.RedisApi;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.resolver.DefaultAddressResolverGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;

/**
 * The Redis that holds the buckets that all instances share. After a failure it counts as
 * unavailable, the connection is closed, and one request a second tries again.
 */
class Redis {

	private static final Logger log = LoggerFactory.getLogger(Redis.class);

	private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

	/** Longer than a request waits, as connecting goes on between two tries. */
	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

	/** The greatest difference between the clocks of instances. */
	private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(10);

	private final ClientResources resources = ClientResources.builder()
		// As the JVM resolves all other names
		.addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
		.build();

	private final CircuitBreaker breaker = CircuitBreaker.of("redis",
			CircuitBreakerConfig.custom()
				.slidingWindowSize(1)
				.minimumNumberOfCalls(1)
				.permittedNumberOfCallsInHalfOpenState(1)
				.waitDurationInOpenState(Duration.ofSeconds(1))
				.build());

	private final AtomicBoolean unavailable = new AtomicBoolean();

	private final RedisURI uri;

	private final RedisClient client;

	private final ProxyManager<String> buckets;

	private final Counter fallbacks;

	private @Nullable CompletableFuture<StatefulRedisConnection<String, byte[]>> connection;

	/**
	 * Connects, and waits for that up to 2 seconds: the first connection of a process
	 * takes longest, above all with TLS.
	 * @param url the URL of the server
	 * @param timeout the longest that a request waits for each answer
	 * @param time the clock
	 * @param meters counts the questions that are not answered
	 */
	Redis(String url, Duration timeout, TimeMeter time, MeterRegistry meters) {
		this.uri = RedisURI.create(url);
		this.uri.setTimeout(CONNECT_TIMEOUT);
		this.fallbacks = Counter.builder("aichat.rate.limit.fallbacks")
			.description("Times that an instance limited by itself, because Redis was unavailable.")
			.register(meters);
		this.client = RedisClient.create(this.resources);
		this.client.setOptions(ClientOptions.builder()
			.autoReconnect(false)
			.maintNotificationsConfig(MaintNotificationsConfig.disabled())
			.socketOptions(SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
			.build());
		this.buckets = new LettuceBasedProxyManagerBuilder<>(new Commands<>(() -> connected(timeout).async()))
			.clientClock(time)
			.requestTimeout(timeout)
			.expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(CLOCK_DIFFERENCE))
			.build();
		this.breaker.getEventPublisher().onStateTransition((event) -> {
			if (event.getStateTransition().getToState() == CircuitBreaker.State.CLOSED) {
				this.unavailable.set(false);
				log.info("Redis is available again, all instances share their rate limits");
			}
		});
		warmUp();
	}

	/**
	 * Returns a shared bucket, which must be asked through {@link #ask}. Concurrent
	 * questions to the same object are combined. A limit that is changed gets new
	 * buckets.
	 */
	Bucket bucket(String name, Limit limit, String key) {
		BucketConfiguration configuration = BucketConfiguration.builder().addLimit(limit.bandwidth()).build();
		return this.buckets.builder()
			.withOptimization(Optimizations.batching())
			.build("aichat:rate-limit:%s:%d/%s:%s".formatted(name, limit.quota(), limit.window(), key),
					() -> configuration);
	}

	/** Asks Redis, which does not answer while it is unavailable. */
	<T> Optional<T> ask(Supplier<T> question) {
		try {
			return Optional.of(this.breaker.executeSupplier(question));
		}
		catch (CallNotPermittedException ex) {
			// Unavailable
		}
		catch (RuntimeException ex) {
			if (this.unavailable.compareAndSet(false, true)) {
				log.warn("Redis is unavailable, each instance limits rates by itself: {}",
						NestedExceptionUtils.getMostSpecificCause(ex).toString());
			}
			disconnect();
		}
		this.fallbacks.increment();
		return Optional.empty();
	}

	void close() {
		this.client.shutdown(Duration.ZERO, CONNECT_TIMEOUT);
		this.resources.shutdown(0, CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Loads what the first request would wait for. */
	private void warmUp() {
		if (ask(() -> connected(CONNECT_TIMEOUT)).isPresent()) {
			try {
				bucket("start", new Limit(1, Duration.ofSeconds(1)), "").tryConsume(1);
			}
			catch (RuntimeException ex) {
				log.debug("Redis answered slowly at the start", ex);
			}
		}
	}

	private StatefulRedisConnection<String, byte[]> connected(Duration timeout) {
		try {
			return connection().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new RedisConnectionException("No connection", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RedisConnectionException("Interrupted", ex);
		}
	}

	/** Connects again if the connection failed, or was closed by either side. */
	private synchronized CompletableFuture<StatefulRedisConnection<String, byte[]>> connection() {
		if (this.connection == null || (this.connection.isDone() && !isOpen(this.connection))) {
			this.connection = this.client.connectAsync(CODEC, this.uri).toCompletableFuture();
		}
		return this.connection;
	}

	private static boolean isOpen(CompletableFuture<StatefulRedisConnection<String, byte[]>> connection) {
		return !connection.isCompletedExceptionally() && connection.join().isOpen();
	}

	/** Closes the connection, but lets a new one be made. */
	private synchronized void disconnect() {
		if (this.connection != null && this.connection.isDone() && isOpen(this.connection)) {
			this.connection.join().closeAsync();
		}
	}

	/** The commands on the current connection. Bucket4j needs {@code K} erased. */
	private record Commands<K>(Supplier<RedisAsyncCommands<K, byte[]>> current) implements RedisApi<K> {

		@Override
		public <V> RedisFuture<V> eval(String script, ScriptOutputType type, K[] keys, byte[][] arguments) {
			return this.current.get().eval(script, type, keys, arguments);
		}

		@Override
		public RedisFuture<byte[]> get(K key) {
			return this.current.get().get(key);
		}

		@Override
		public RedisFuture<?> delete(K key) {
			throw new UnsupportedOperationException("Buckets expire");
		}

	}

}

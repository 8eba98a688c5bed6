package dev.aichat.ratelimit;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.util.StringUtils;

import dev.aichat.user.Username;
import dev.aichat.web.ProblemException;

/**
 * Limits the rate of chats, registrations and failed log-ins. A request acquires its
 * permits before any work, so that parallel requests cannot exceed a limit, and releases
 * them if it does not count.
 */
@Service
public class RateLimitService {

	private final boolean enabled;

	private final @Nullable Redis redis;

	private final RateLimiter chats;

	private final RateLimiter registrations;

	private final RateLimiter logins;

	private final RateLimiter loginsByAddress;

	private final RateLimiter passwords;

	RateLimitService(RateLimitSettings settings, Clock clock, MeterRegistry meters) {
		TimeMeter time = new ClockMeter(clock);
		String url = settings.redisUrl();
		this.enabled = settings.enabled();
		this.redis = (this.enabled && StringUtils.hasText(url)) ? new Redis(url, settings.redisTimeout(), time, meters)
				: null;
		this.chats = new RateLimiter("chat", settings.chat(), time, this.redis, meters);
		this.registrations = new RateLimiter("registration", settings.registration(), time, this.redis, meters);
		this.logins = new RateLimiter("login", settings.login(), time, this.redis, meters);
		this.loginsByAddress = new RateLimiter("login-address", settings.loginAddress(), time, this.redis, meters);
		this.passwords = new RateLimiter("password", settings.login(), time, this.redis, meters);
	}

	@PreDestroy
	void close() {
		if (this.redis != null) {
			this.redis.close();
		}
	}

	/** Decides whether a user may chat. Every chat counts except a replayed one. */
	public RateLimitDecision chat(long userId) {
		return decide(() -> List.of(this.chats.acquire(Long.toString(userId))));
	}

	/**
	 * Registers a user within the limit of the address. A taken name counts too, because
	 * asking for it reveals who is registered.
	 * @throws ProblemException {@code rate_limited}, before any work
	 */
	public <T> T registering(HttpServletRequest request, HttpServletResponse response, Supplier<T> registration) {
		RateLimitDecision decision = decide(() -> List.of(this.registrations.acquire(ClientNetwork.of(request))));
		return run(decision, response, true, HttpStatus.BAD_REQUEST, registration);
	}

	/**
	 * Logs a user in within the limits. Only failures (status 401) count: for the pair of
	 * name and address, whether or not the name exists, and for the address.
	 * @throws ProblemException {@code rate_limited}, before any work
	 */
	public <T> T loggingIn(String username, HttpServletRequest request, HttpServletResponse response,
			Supplier<T> logIn) {
		String network = ClientNetwork.of(request);
		// All invalid names, which may be of any length, share one key
		String name = Username.parse(username).map(Username::key).orElse("");
		RateLimitDecision decision = decide(
				() -> List.of(this.logins.acquire(network + ' ' + name), this.loginsByAddress.acquire(network)));
		return run(decision, response, false, HttpStatus.UNAUTHORIZED, logIn);
	}

	/**
	 * Checks the password of a logged-in user within the limit of the user. Only failures
	 * (status 401) count.
	 * @throws ProblemException {@code rate_limited}, before any work
	 */
	public <T> T provingPassword(long userId, HttpServletResponse response, Supplier<T> check) {
		RateLimitDecision decision = decide(() -> List.of(this.passwords.acquire(Long.toString(userId))));
		return run(decision, response, false, HttpStatus.UNAUTHORIZED, check);
	}

	private RateLimitDecision decide(Supplier<List<RateLimiter.Permit>> permits) {
		return new RateLimitDecision(this.enabled ? permits.get() : List.of());
	}

	private static <T> T run(RateLimitDecision decision, HttpServletResponse response, boolean successCounts,
			HttpStatus failureThatCounts, Supplier<T> work) {
		boolean counts = false;
		try {
			if (!decision.granted()) {
				throw decision.rejection();
			}
			T result = work.get();
			counts = successCounts;
			return result;
		}
		catch (ProblemException ex) {
			counts = ex.status() == failureThatCounts;
			throw ex;
		}
		finally {
			if (!counts) {
				decision.release();
			}
			decision.writeTo(response);
		}
	}

}

package dev.aichat.ratelimit;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

import dev.aichat.user.Username;
import dev.aichat.web.ClientNetwork;
import dev.aichat.web.ProblemException;

/**
 * Keeps callers within their limits. Whatever may count is counted before it is done, so
 * that no number of parallel requests gets past a limit, and uncounted when it turns out
 * not to.
 */
@Service
public class RateLimitService {

	private final boolean enabled;

	private final RateLimiter<Long> chats;

	private final RateLimiter<String> registrations;

	private final RateLimiter<String> logins;

	private final RateLimiter<String> loginsByAddress;

	private final RateLimiter<Long> passwords;

	RateLimitService(RateLimitSettings settings, Clock clock) {
		this.enabled = settings.enabled();
		this.chats = new RateLimiter<>("chat", settings.chat(), clock);
		this.registrations = new RateLimiter<>("registration", settings.registration(), clock);
		this.logins = new RateLimiter<>("login", settings.login(), clock);
		this.loginsByAddress = new RateLimiter<>("login-address", settings.loginAddress(), clock);
		this.passwords = new RateLimiter<>("password", settings.login(), clock);
	}

	/**
	 * A user's turn to chat. Every chat counts but one that was sent before.
	 * @param userId who chats
	 * @param response the answer to be, whose headers tell what is left
	 * @return the turn, to be obeyed
	 */
	public RateLimitDecision chat(long userId, HttpServletResponse response) {
		return turn(response, () -> List.of(this.chats.take(userId)));
	}

	/**
	 * Lets somebody register. Also names that are taken count: asking for them tells who
	 * is registered.
	 * @param request whose address counts
	 * @param response the answer to be, whose headers tell what is left
	 * @param registration what is to be done
	 * @return its result
	 * @throws ProblemException {@code rate_limited}
	 */
	public <T> T registering(HttpServletRequest request, HttpServletResponse response, Supplier<T> registration) {
		RateLimitDecision turn = turn(response, () -> List.of(this.registrations.take(ClientNetwork.of(request))));
		return carryOut(turn, true, HttpStatus.BAD_REQUEST, registration);
	}

	/**
	 * Lets somebody log in. Only failures count (status 401): for the name at this
	 * address, whether or not somebody has it, and for the address.
	 * @param username the name in any case and Unicode form
	 * @param request whose address counts
	 * @param response the answer to be, whose headers tell what is left
	 * @param logIn checks the password
	 * @return its result
	 * @throws ProblemException {@code rate_limited}, before any work is done
	 */
	public <T> T loggingIn(String username, HttpServletRequest request, HttpServletResponse response,
			Supplier<T> logIn) {
		String network = ClientNetwork.of(request);
		// Of the names that nobody can have, one stands for all: they may be of any
		// length
		String name = Username.parse(username).map(Username::key).orElse("");
		RateLimitDecision turn = turn(response,
				() -> List.of(this.logins.take(network + ' ' + name), this.loginsByAddress.take(network)));
		return carryOut(turn, false, HttpStatus.UNAUTHORIZED, logIn);
	}

	/**
	 * Lets a user who is logged in prove their password again. Only failures count
	 * (status 401), for the user.
	 * @param userId the user
	 * @param response the answer to be, whose headers tell what is left
	 * @param check checks the password
	 * @return its result
	 * @throws ProblemException {@code rate_limited}, before any work is done
	 */
	public <T> T provingPassword(long userId, HttpServletResponse response, Supplier<T> check) {
		RateLimitDecision turn = turn(response, () -> List.of(this.passwords.take(userId)));
		return carryOut(turn, false, HttpStatus.UNAUTHORIZED, check);
	}

	private RateLimitDecision turn(HttpServletResponse response, Supplier<List<RateLimitPermit<?>>> shares) {
		return new RateLimitDecision(this.enabled ? shares.get() : List.of(), response);
	}

	private static <T> T carryOut(RateLimitDecision turn, boolean successCounts, HttpStatus failureThatCounts,
			Supplier<T> work) {
		if (!turn.granted()) {
			throw turn.refusal();
		}
		boolean counts = false;
		try {
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
				turn.giveBack();
			}
		}
	}

}

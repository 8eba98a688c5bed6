package dev.aichat.auth;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

import dev.aichat.user.UserService;
import dev.aichat.web.ProblemException;

/**
 * Turns log-ins and registrations away at the door while as many as may wait for a core
 * to hash their password. It does so one by one, a thousand a second: whoever comes again
 * as soon as it is answered would else keep all cores from the chats.
 */
class LoadSheddingFilter extends OncePerRequestFilter {

	/** Where strangers bring passwords. */
	static final Set<String> DOORS = Set.of("/api/login", "/api/token", "/api/register");

	private static final long MAX_WAIT_SECONDS = 1;

	private final UserService accounts;

	private final HandlerExceptionResolver problems;

	private final Semaphore turn = new Semaphore(1, true);

	LoadSheddingFilter(UserService accounts, HandlerExceptionResolver problems) {
		this.accounts = accounts;
		this.problems = problems;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !request.getMethod().equals("POST") || !DOORS.contains(request.getRequestURI());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			this.accounts.refuseCrowd();
		}
		catch (ProblemException ex) {
			queue();
			this.problems.resolveException(request, response, null, ex);
			return;
		}
		chain.doFilter(request, response);
	}

	/** Waits for its millisecond, but not for long. */
	private void queue() {
		try {
			if (this.turn.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
				try {
					Thread.sleep(1);
				}
				finally {
					this.turn.release();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

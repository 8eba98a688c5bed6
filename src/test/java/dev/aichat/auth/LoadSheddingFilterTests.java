package dev.aichat.auth;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.ModelAndView;

import dev.aichat.testing.Concurrently;
import dev.aichat.user.UserService;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/** Who has no chance to be let in is told so at the door. */
class LoadSheddingFilterTests {

	private final UserService accounts = mock();

	private final LoadSheddingFilter filter = new LoadSheddingFilter(this.accounts,
			(request, response, handler, ex) -> {
				response.setStatus(((ProblemException) ex).status().value());
				return new ModelAndView();
			});

	@ParameterizedTest
	@CsvSource({ "POST, /api/login", "POST, /api/token", "POST, /api/register" })
	void crowdIsTurnedAway(String method, String path) {
		assertThat(pass(method, path)).isEqualTo("let in");
		crowd();
		assertThat(pass(method, path)).isEqualTo("429");
	}

	@ParameterizedTest
	@CsvSource({ "POST, /api/chat", "GET, /api/login", "GET, /api/balance", "POST, /api/token/refresh" })
	void whoWantsNoPasswordHashedIsLetIn(String method, String path) {
		crowd();
		assertThat(pass(method, path)).isEqualTo("let in");
	}

	@Test
	void allOfThemAreTold() {
		crowd();
		List<String> answers = Concurrently.run(64, (i) -> pass("POST", "/api/login"));
		assertThat(answers).hasSize(64).containsOnly("429");
	}

	@Test
	void whoCannotWaitIsToldAtOnce() {
		crowd();
		Thread.currentThread().interrupt();
		assertThat(pass("POST", "/api/login")).isEqualTo("429");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(pass("POST", "/api/login")).isEqualTo("429");
	}

	private void crowd() {
		willThrow(new ProblemException(HttpStatus.TOO_MANY_REQUESTS, "rate_limited", "Crowded.")).given(this.accounts)
			.refuseCrowd();
	}

	private String pass(String method, String path) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		MockFilterChain chain = new MockFilterChain();
		try {
			this.filter.doFilter(new MockHttpServletRequest(method, path), response, chain);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		return (chain.getRequest() != null) ? "let in" : Integer.toString(response.getStatus());
	}

}

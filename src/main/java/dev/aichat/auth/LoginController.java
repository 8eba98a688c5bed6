package dev.aichat.auth;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;

import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.openapi.Failures;
import dev.aichat.ratelimit.RateLimitService;
import dev.aichat.web.JsonPostMapping;

/** Logs users in. */
@RestController
@Tag(name = "Access")
class LoginController {

	static final String PATH = "/api/login";

	static final String TOKEN_PATH = "/api/token";

	static final String REQUIRED = "This field is required and may not be blank.";

	private final SessionService sessions;

	private final RateLimitService limits;

	LoginController(SessionService sessions, RateLimitService limits) {
		this.sessions = sessions;
		this.limits = limits;
	}

	/**
	 * Logs in. The other operations want the access token in the Authorization header.
	 */
	@JsonPostMapping({ PATH, TOKEN_PATH })
	@Operation(operationId = "logIn")
	@SecurityRequirements
	@Failures({ "invalid_credentials", "rate_limited" })
	LoginReply logIn(@Valid @RequestBody LoginRequest body, HttpServletRequest request, HttpServletResponse response) {
		return LoginReply.of(this.limits.loggingIn(body.username(), request, response,
				() -> this.sessions.logIn(body.username(), body.password())));
	}

	/**
	 * The credentials of a user.
	 *
	 * @param username the name, in any case
	 * @param password the password
	 */
	@Schema(example = """
			{"username": "ada", "password": "correct horse battery"}""")
	record LoginRequest(@NotBlank(message = REQUIRED) String username, @NotEmpty(message = REQUIRED) String password) {
	}

	/**
	 * The tokens of a session.
	 *
	 * @param token the access token, for older clients
	 * @param access the access token, a JWT
	 * @param refresh the refresh token: good once, for the next access token and the next
	 * refresh token
	 * @param tokenType the word that goes before the access token in the Authorization
	 * header
	 * @param expiresIn the seconds that the access token is good for
	 */
	@Schema(example = """
			{"token": "eyJhbGciOiJIUzI1NiJ9.e30.c2ln", "access": "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
			"refresh": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11.ZmFtaWx5.c2VjcmV0", "token_type": "Bearer", "expires_in": 1800}""")
	record LoginReply(String token, String access, String refresh, String tokenType, long expiresIn) {

		static LoginReply of(Access access) {
			return new LoginReply(access.accessToken(), access.accessToken(), access.refreshToken(), "Bearer",
					access.lifetime().toSeconds());
		}

	}

}

package dev.aichat.auth;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.openapi.Failures;
import dev.aichat.ratelimit.RateLimitService;
import dev.aichat.user.ValidPassword;

/** Opens, refreshes and ends sessions, and changes passwords. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Access")
class SessionController {

	static final String LOGIN_PATH = "/api/login";

	static final String TOKEN_PATH = "/api/token";

	static final String REFRESH_PATH = "/api/token/refresh";

	static final String LOGOUT_PATH = "/api/logout";

	private static final String REQUIRED = "This field is required and may not be blank.";

	private final SessionService sessions;

	private final RateLimitService limits;

	private final FailedLogIns failures;

	SessionController(SessionService sessions, RateLimitService limits, FailedLogIns failures) {
		this.sessions = sessions;
		this.limits = limits;
		this.failures = failures;
	}

	/**
	 * Logs in. The other operations want the access token in the Authorization header.
	 */
	@PostMapping(path = { LOGIN_PATH, TOKEN_PATH }, consumes = MediaType.APPLICATION_JSON_VALUE)
	@SecurityRequirements
	@Failures({ "invalid_credentials", "rate_limited" })
	LoginReply logIn(@Valid @RequestBody LoginRequest body, HttpServletRequest request, HttpServletResponse response) {
		return LoginReply.of(this.limits.loggingIn(body.username(), request, response, () -> this.failures
			.record(body.username(), request, () -> this.sessions.logIn(body.username(), body.password()))));
	}

	/**
	 * Renews a session. A refresh token is good once: the reply has the next one. The one
	 * that was used last gets the same next one for a few seconds more, so that a request
	 * may be repeated; the reuse of any other ends the session.
	 */
	@PostMapping(path = REFRESH_PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
	@SecurityRequirements
	@Failures({ "invalid_refresh_token", "refresh_token_reused" })
	LoginReply refreshSession(@Valid @RequestBody RefreshRequest request) {
		return LoginReply.of(this.sessions.refresh(request.refresh()));
	}

	/**
	 * Logs out, here or everywhere. The access token is rejected from then on. With the
	 * refresh token in the body, the access token may be missing or expired.
	 */
	@PostMapping(path = LOGOUT_PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
	@Failures({ "invalid_refresh_token", "refresh_token_reused" })
	Confirmation logOut(@Nullable SessionAuthentication caller,
			@RequestBody(required = false) @Nullable LogoutRequest body, HttpServletRequest request) {
		SessionAuthentication session = (body != null && body.refresh() != null)
				? this.sessions.authenticate(body.refresh()) : caller;
		if (session == null) {
			throw AccessTokenFilter.failure(request);
		}
		if (body != null && Boolean.TRUE.equals(body.everywhere())) {
			this.sessions.endAll(session.getPrincipal().id());
			return new Confirmation("Logged out everywhere.");
		}
		this.sessions.end(session.getPrincipal().id(), session.sessionId());
		return new Confirmation("Logged out.");
	}

	/** Changes your password. Your other sessions end. */
	@PostMapping(path = "/api/password", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Failures({ "invalid_credentials", "rate_limited" })
	Confirmation changePassword(SessionAuthentication caller, @Valid @RequestBody PasswordRequest request,
			HttpServletResponse response) {
		long userId = caller.getPrincipal().id();
		return this.limits.provingPassword(userId, response, () -> {
			this.sessions.changePassword(userId, caller.sessionId(), request.currentPassword(), request.newPassword());
			return new Confirmation("Password changed.");
		});
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
	 * @param refreshExpiresIn the seconds that the refresh token is good for
	 */
	@Schema(example = """
			{"token": "eyJhbGciOiJIUzI1NiJ9.e30.c2ln", "access": "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
			"refresh": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11.ZmFtaWx5.c2VjcmV0", "token_type": "Bearer",
			"expires_in": 1800, "refresh_expires_in": 604800}""")
	record LoginReply(@Schema(deprecated = true) String token, String access, String refresh, String tokenType,
			long expiresIn, long refreshExpiresIn) {

		static LoginReply of(Access access) {
			return new LoginReply(access.accessToken(), access.accessToken(), access.refreshToken(), "Bearer",
					access.accessLifetime().toSeconds(), access.refreshLifetime().toSeconds());
		}

	}

	/**
	 * The refresh token of a session.
	 *
	 * @param refresh the refresh token that the session got last
	 */
	@Schema(example = """
			{"refresh": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11.ZmFtaWx5.c2VjcmV0"}""")
	record RefreshRequest(@NotBlank(message = REQUIRED) String refresh) {
	}

	/**
	 * The sessions to end.
	 *
	 * @param everywhere whether all of your sessions end; without it, this one
	 * @param refresh the refresh token of the session, instead of the access token
	 */
	@Schema(example = """
			{"everywhere": false}""")
	record LogoutRequest(@Nullable Boolean everywhere, @Nullable String refresh) {
	}

	/**
	 * A change of the password.
	 *
	 * @param currentPassword the password until now
	 * @param newPassword the password from now on; anything is allowed in it
	 */
	@Schema(example = """
			{"current_password": "correct horse battery", "new_password": "battery horse correct"}""")
	record PasswordRequest(@NotEmpty(message = REQUIRED) String currentPassword,
			@ValidPassword @Schema(minLength = 8, maxLength = 128) String newPassword) {
	}

	/**
	 * A confirmation.
	 *
	 * @param message a sentence for people
	 */
	@Schema(example = """
			{"message": "Logged out."}""")
	record Confirmation(String message) {
	}

}

package dev.aichat.auth;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.auth.LoginController.LoginReply;
import dev.aichat.openapi.Failures;
import dev.aichat.ratelimit.RateLimitService;
import dev.aichat.user.ValidPassword;
import dev.aichat.web.JsonPostMapping;

/** Refreshes and ends sessions, and changes passwords. */
@RestController
@Tag(name = "Access")
class SessionController {

	static final String REFRESH_PATH = "/api/token/refresh";

	private final SessionService sessions;

	private final RateLimitService limits;

	SessionController(SessionService sessions, RateLimitService limits) {
		this.sessions = sessions;
		this.limits = limits;
	}

	/** Renews a session. A refresh token is good once: the reply has the next one. */
	@JsonPostMapping(REFRESH_PATH)
	@Operation(operationId = "refreshSession")
	@SecurityRequirements
	@Failures("invalid_refresh_token")
	LoginReply refresh(@Valid @RequestBody RefreshRequest request) {
		return LoginReply.of(this.sessions.refresh(request.refresh()));
	}

	/** Logs out, here or everywhere. The access token is rejected from then on. */
	@JsonPostMapping("/api/logout")
	@Operation(operationId = "logOut")
	MessageReply logOut(SessionAuthentication caller, @RequestBody(required = false) @Nullable LogoutRequest request) {
		if (request != null && Boolean.TRUE.equals(request.everywhere())) {
			this.sessions.logOutEverywhere(caller.getPrincipal());
			return new MessageReply("Logged out everywhere.");
		}
		this.sessions.logOut(caller.getPrincipal(), caller.sessionId());
		return new MessageReply("Logged out.");
	}

	/** Changes your password. Your other sessions end. */
	@JsonPostMapping("/api/password")
	@Operation(operationId = "changePassword")
	@Failures({ "invalid_credentials", "rate_limited" })
	MessageReply changePassword(SessionAuthentication caller, @Valid @RequestBody PasswordRequest request,
			HttpServletResponse response) {
		return this.limits.provingPassword(caller.getPrincipal().id(), response, () -> {
			this.sessions.changePassword(caller.getPrincipal(), caller.sessionId(), request.currentPassword(),
					request.newPassword());
			return new MessageReply("Password changed.");
		});
	}

	/**
	 * The refresh token of a session.
	 *
	 * @param refresh the refresh token that the session got last
	 */
	@Schema(example = """
			{"refresh": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11.ZmFtaWx5.c2VjcmV0"}""")
	record RefreshRequest(@NotBlank(message = LoginController.REQUIRED) String refresh) {
	}

	/**
	 * The sessions to end.
	 *
	 * @param everywhere whether all of your sessions end; without it, this one
	 */
	@Schema(example = """
			{"everywhere": false}""")
	record LogoutRequest(@Nullable Boolean everywhere) {
	}

	/**
	 * A change of the password.
	 *
	 * @param currentPassword the password until now
	 * @param newPassword the password from now on; anything is allowed in it
	 */
	@Schema(example = """
			{"current_password": "correct horse battery", "new_password": "battery horse correct"}""")
	record PasswordRequest(@NotEmpty(message = LoginController.REQUIRED) String currentPassword,
			@ValidPassword @Schema(minLength = 8, maxLength = 128) String newPassword) {
	}

	/**
	 * A confirmation.
	 *
	 * @param message a sentence for people
	 */
	@Schema(example = """
			{"message": "Logged out."}""")
	record MessageReply(String message) {
	}

}

package dev.aichat.account;

import java.io.IOException;
import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.auth.InvalidCredentialsException;
import dev.aichat.openapi.Failures;
import dev.aichat.ratelimit.RateLimitService;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.user.UserQueries;
import dev.aichat.user.UserService;
import dev.aichat.user.UserSummary;
import dev.aichat.web.InvalidAccessTokenException;

/** Shows, exports and erases the account of the current user. */
@RestController
@Tag(name = "Account")
class AccountController {

	private final UserQueries queries;

	private final UserService users;

	private final ErasureService erasure;

	private final AccountExport export;

	private final RateLimitService limits;

	AccountController(UserQueries queries, UserService users, ErasureService erasure, AccountExport export,
			RateLimitService limits) {
		this.queries = queries;
		this.users = users;
		this.erasure = erasure;
		this.export = export;
		this.limits = limits;
	}

	/** Returns your account. */
	@GetMapping(path = "/api/account", produces = MediaType.APPLICATION_JSON_VALUE)
	AccountReply getAccount(@AuthenticationPrincipal CurrentUser user) {
		return find(user);
	}

	/**
	 * Exports all that is stored about you. The file has your account, chats and ledger.
	 */
	@GetMapping(path = "/api/account/export", produces = MediaType.APPLICATION_JSON_VALUE)
	@ApiResponse(responseCode = "200",
			content = @Content(schema = @Schema(implementation = AccountExport.ExportedAccount.class)))
	void exportAccount(@AuthenticationPrincipal CurrentUser user, HttpServletResponse response) throws IOException {
		AccountReply account = find(user);
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment()
					.filename("aichat-account-%d.json".formatted(user.id()))
					.build()
					.toString());
		this.export.write(account, response.getOutputStream());
	}

	/** Erases your account. Your name and all texts are deleted, for good. */
	@DeleteMapping(path = "/api/account", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Failures({ "invalid_credentials", "last_admin", "rate_limited" })
	EraseReply eraseAccount(@AuthenticationPrincipal CurrentUser user, @Valid @RequestBody EraseRequest request,
			HttpServletResponse response) {
		this.limits.provingPassword(user.id(), response, () -> this.users.authenticate(user.id(), request.password())
			.orElseThrow(InvalidCredentialsException::new));
		this.erasure.erase(user.id(), user.id());
		return new EraseReply("Your account was erased.");
	}

	private AccountReply find(CurrentUser user) {
		UserSummary found = this.queries.find(user.id())
			.filter(UserSummary::enabled)
			.orElseThrow(InvalidAccessTokenException::new);
		return new AccountReply(found.id(), found.username(), found.role(), found.tokens(), found.createdAt());
	}

	/**
	 * An account as its user sees it.
	 *
	 * @param id your id, for as long as the account exists
	 * @param username the name as it was typed at registration
	 * @param role what you may do: USER chats and pays, ADMIN also runs the service
	 * @param tokens the balance: what can be spent
	 * @param createdAt the time of your registration
	 */
	@Schema(name = "Account", example = """
			{"id": 1, "username": "ada", "role": "USER", "tokens": 4000, "created_at": "2026-11-21T12:00:00Z"}""")
	record AccountReply(long id, String username, Role role, long tokens, Instant createdAt) {
	}

	/**
	 * The proof that the account is yours.
	 *
	 * @param password your password
	 */
	@Schema(example = """
			{"password": "correct horse battery"}""")
	record EraseRequest(@NotEmpty(message = "This field is required and may not be blank.") String password) {
	}

	/**
	 * A confirmation.
	 *
	 * @param message a sentence for people
	 */
	@Schema(example = """
			{"message": "Your account was erased."}""")
	record EraseReply(String message) {
	}

}

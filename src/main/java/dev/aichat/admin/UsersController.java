package dev.aichat.admin;

import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.account.ErasureService;
import dev.aichat.admin.AdjustmentService.Adjusted;
import dev.aichat.openapi.Fails;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.user.UserQueries;
import dev.aichat.user.UserSummary;
import dev.aichat.user.ValidPassword;
import dev.aichat.wallet.Adjustment;
import dev.aichat.web.BoundedText;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.JsonPostMapping;
import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;

/** Where operators find users, and change them. */
@RestController
@Tag(name = "Admin")
@Fails(status = 403, codes = "forbidden")
class UsersController {

	private final UserQueries users;

	private final UserAdministrationService administration;

	private final AdjustmentService adjustments;

	private final ErasureService erasure;

	UsersController(UserQueries users, UserAdministrationService administration, AdjustmentService adjustments,
			ErasureService erasure) {
		this.users = users;
		this.administration = administration;
		this.adjustments = adjustments;
		this.erasure = erasure;
	}

	@GetMapping(path = "/api/admin/users", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "listUsers", summary = "All users, newest first; without the erased")
	Page<UserSummary, Long> users(@RequestParam(required = false) @Nullable String search,
			@RequestParam(required = false) @Nullable Role role,
			@RequestParam(required = false) @Nullable Boolean enabled,
			@RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
			@RequestParam(required = false) @Nullable Long before) {
		return this.users.search(search, role, enabled, limit, before);
	}

	@GetMapping(path = "/api/admin/users/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getUser", summary = "One user, or what is left of an erased one")
	@Fails(status = 404, codes = "not_found")
	UserSummary user(@PathVariable long id) {
		return this.users.find(id).orElseThrow(ProblemException::notFound);
	}

	@PatchMapping(path = "/api/admin/users/{id}", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "changeUser", summary = "Enable, disable, change the role, reset the password",
			description = "What is left out stays as it is. Disabling and a new password end all sessions.")
	@Fails(status = 404, codes = "not_found")
	@Fails(status = 409, codes = "last_admin")
	@Fails(status = 429, codes = "rate_limited")
	UserSummary change(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id,
			@Valid @RequestBody ChangeRequest request) {
		return this.administration.change(admin.id(), id, request.change());
	}

	@DeleteMapping(path = "/api/admin/users/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "eraseUser", summary = "Erase a user: the name and all texts go, the ledger stays")
	@Fails(status = 404, codes = "not_found")
	@Fails(status = 409, codes = "last_admin")
	UserSummary erase(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id) {
		return this.erasure.erase(admin.id(), id);
	}

	@PostMapping(path = "/api/admin/users/{id}/logout", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "logOutUser", summary = "Log a user out everywhere")
	@Fails(status = 404, codes = "not_found")
	UserSummary logOut(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id) {
		return this.administration.endSessions(admin.id(), id);
	}

	@JsonPostMapping("/api/admin/users/{id}/tokens")
	@Operation(operationId = "adjustTokens", summary = "Add tokens to a user's balance, or take them")
	@Fails(status = 400, codes = { "invalid_token_amount", "invalid_idempotency_key" })
	@Fails(status = 404, codes = "not_found")
	@Fails(status = 422, codes = "idempotency_key_reused")
	ResponseEntity<UserSummary> adjust(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id,
			@Valid @RequestBody AdjustRequest request, @Nullable IdempotencyKey key) {
		Adjusted adjusted = this.adjustments.adjust(admin.id(), id, request.adjustment(), key);
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
		if (adjusted.replayed()) {
			answer.header(IdempotencyKey.REPLAYED_HEADER, "true");
		}
		return answer.body(adjusted.account());
	}

	/**
	 * What an operator wants an account to be; at least one of these.
	 *
	 * @param enabled whether the user may log in and spend
	 * @param role what the user may do
	 * @param password the new password
	 */
	@Schema(example = """
			{"enabled": false}""")
	record ChangeRequest(@Nullable Boolean enabled, @Nullable Role role,
			@ValidPassword(optional = true) @Schema(minLength = 8, maxLength = 128) @Nullable String password) {

		private static final String RULE = "One of enabled, role and password is required.";

		UserChange change() {
			if (this.enabled == null && this.role == null && this.password == null) {
				throw ProblemException
					.invalidFields(Map.of("enabled", List.of(RULE), "role", List.of(RULE), "password", List.of(RULE)));
			}
			return new UserChange(this.enabled, this.role, this.password);
		}

	}

	/**
	 * How an operator corrects a balance.
	 *
	 * @param amount a JSON integer, negative to take tokens
	 * @param note why, in 1 to 500 characters
	 */
	@Schema(example = """
			{"amount": -250, "note": "Charged back"}""")
	record AdjustRequest(
			@Schema(implementation = Long.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable JsonNode amount,
			@BoundedText(max = MAX_NOTE) @Schema(minLength = 1, maxLength = MAX_NOTE) String note) {

		private static final int MAX_NOTE = 500;

		/** Only a JSON integer is an amount; 0 is none. */
		Adjustment adjustment() {
			boolean whole = this.amount != null && this.amount.isIntegralNumber() && this.amount.canConvertToLong();
			return new Adjustment(whole ? this.amount.longValue() : 0, this.note);
		}

	}

}

package dev.aichat.admin;

import java.util.List;
import java.util.Map;

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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.account.ErasureService;
import dev.aichat.admin.AdjustmentService.Adjusted;
import dev.aichat.openapi.Failures;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.user.UserQueries;
import dev.aichat.user.UserSummary;
import dev.aichat.user.ValidPassword;
import dev.aichat.wallet.Adjustment;
import dev.aichat.web.BoundedText;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;
import dev.aichat.web.Routes;

/** Finds and changes users for operators. */
@RestController
@RequestMapping(path = Routes.ADMIN, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Admin")
@Failures("forbidden")
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

	/**
	 * Lists users, newest first, without the erased.
	 * @param search only users whose name contains this, in any case
	 * @param role only users with this role
	 * @param enabled only users who may log in, or who may not
	 */
	@GetMapping("/users")
	Page<UserSummary, Long> listUsers(@RequestParam(required = false) @Nullable String search,
			@RequestParam(required = false) @Nullable Role role,
			@RequestParam(required = false) @Nullable Boolean enabled,
			@RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
			@RequestParam(required = false) @Nullable Long before) {
		return this.users.search(search, role, enabled, limit, before);
	}

	/**
	 * Returns one user. Of an erased user, the balance and the ledger remain.
	 * @param id the user
	 */
	@GetMapping("/users/{id}")
	UserSummary getUser(@PathVariable long id) {
		return this.users.find(id).orElseThrow(ProblemException::notFound);
	}

	/**
	 * Enables or disables a user, changes the role or resets the password. Fields that
	 * are left out stay as they are. Disabling and a new password end all of the user's
	 * sessions.
	 * @param id the user
	 */
	@PatchMapping(path = "/users/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Failures({ "last_admin", "rate_limited" })
	UserSummary changeUser(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id,
			@Valid @RequestBody ChangeRequest request) {
		return this.administration.change(admin.id(), id, request.change());
	}

	/**
	 * Erases a user. The name and all texts are deleted, the ledger is kept.
	 * @param id the user
	 */
	@DeleteMapping("/users/{id}")
	@Failures("last_admin")
	UserSummary eraseUser(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id) {
		return this.erasure.erase(admin.id(), id);
	}

	/**
	 * Ends all sessions of a user.
	 * @param id the user
	 */
	@PostMapping("/users/{id}/logout")
	UserSummary logOutUser(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id) {
		return this.administration.endSessions(admin.id(), id);
	}

	/**
	 * Adds tokens to a user's balance, or takes them away. The ledger records it as an
	 * ADJUSTMENT. With an Idempotency-Key, a request that is sent again after a lost
	 * answer changes nothing more.
	 * @param id the user
	 */
	@PostMapping(path = "/users/{id}/tokens", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Failures("invalid_adjustment")
	ResponseEntity<UserSummary> adjustTokens(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id,
			@Valid @RequestBody AdjustRequest request, @Nullable IdempotencyKey key) {
		Adjusted adjusted = this.adjustments.adjust(admin.id(), id, request.adjustment(), key);
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
		if (adjusted.replayed()) {
			answer.header(IdempotencyKey.REPLAYED_HEADER, "true");
		}
		return answer.body(adjusted.user());
	}

	/**
	 * The new state of a user: at least one of the fields.
	 *
	 * @param enabled whether the user may log in and spend
	 * @param role what the user may do: USER chats and pays, ADMIN also runs the service
	 * @param password the new password; it ends all sessions
	 */
	@Schema(name = "ChangeUserRequest", example = """
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
	 * A correction of a balance.
	 *
	 * @param amount how many tokens to add, negative to take them
	 * @param note the reason; it is kept even when the user is erased, so it should name
	 * nobody
	 */
	@Schema(name = "AdjustTokensRequest", example = """
			{"amount": -250, "note": "Charged back"}""")
	record AdjustRequest(
			@Schema(implementation = Long.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable JsonNode amount,
			@BoundedText(max = MAX_NOTE) @Schema(minLength = 1, maxLength = MAX_NOTE) String note) {

		private static final int MAX_NOTE = 500;

		/**
		 * Returns the adjustment; its amount is 0, which is invalid, if it is no integer.
		 */
		Adjustment adjustment() {
			boolean whole = this.amount != null && this.amount.isIntegralNumber() && this.amount.canConvertToLong();
			return new Adjustment(whole ? this.amount.longValue() : 0, this.note);
		}

	}

}

package dev.aichat.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

import dev.aichat.account.ErasureService;
import dev.aichat.admin.AdjustmentService;
import dev.aichat.admin.UserAdministrationService;
import dev.aichat.admin.UserChange;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.user.ValidPassword;
import dev.aichat.web.ProblemException;

/**
 * Where operators change users from the pages. What was done is told on the page that
 * follows; why something was refused, beside the form that asked for it.
 */
@ConsoleController
class UserActionsController {

	private final UserView page;

	private final UserAdministrationService administration;

	private final AdjustmentService adjustments;

	private final ErasureService erasure;

	private final ConsoleCookies cookies;

	UserActionsController(UserView page, UserAdministrationService administration, AdjustmentService adjustments,
			ErasureService erasure, ConsoleCookies cookies) {
		this.page = page;
		this.administration = administration;
		this.adjustments = adjustments;
		this.erasure = erasure;
		this.cookies = cookies;
	}

	@PostMapping("/admin/users/{id}/tokens")
	String adjust(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id,
			@Valid @ModelAttribute AdjustmentForm form, BindingResult binding, Model model, HttpServletRequest request,
			HttpServletResponse response) {
		model.addAttribute("adjustment", form.renewed());
		return act(id, FlashMessage.ADJUSTED, "adjustment", () -> {
			refuseInvalid(binding);
			this.adjustments.adjust(admin.id(), id, form.adjustment(), form.idempotencyKey());
		}, model, request, response);
	}

	@PostMapping("/admin/users/{id}/enabled")
	String enable(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id, @RequestParam boolean enabled,
			Model model, HttpServletRequest request, HttpServletResponse response) {
		return act(id, enabled ? FlashMessage.ENABLED : FlashMessage.DISABLED, "enabled",
				() -> this.administration.change(admin.id(), id, new UserChange(enabled, null, null)), model, request,
				response);
	}

	@PostMapping("/admin/users/{id}/role")
	String changeRole(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id, @RequestParam Role role,
			Model model, HttpServletRequest request, HttpServletResponse response) {
		return act(id, FlashMessage.ROLE_CHANGED, "role",
				() -> this.administration.change(admin.id(), id, new UserChange(null, role, null)), model, request,
				response);
	}

	@PostMapping("/admin/users/{id}/password")
	String resetPassword(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id,
			@Valid @ModelAttribute PasswordForm form, BindingResult binding, Model model, HttpServletRequest request,
			HttpServletResponse response) {
		return act(id, FlashMessage.PASSWORD_RESET, "password", () -> {
			refuseInvalid(binding);
			this.administration.change(admin.id(), id, new UserChange(null, null, form.password()));
		}, model, request, response);
	}

	@PostMapping("/admin/users/{id}/logout")
	String logOut(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id, Model model,
			HttpServletRequest request, HttpServletResponse response) {
		return act(id, FlashMessage.SESSIONS_ENDED, "sessions", () -> this.administration.endSessions(admin.id(), id),
				model, request, response);
	}

	@PostMapping("/admin/users/{id}/erase")
	String erase(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id, Model model,
			HttpServletRequest request, HttpServletResponse response) {
		return act(id, FlashMessage.ERASED, "erase", () -> this.erasure.erase(admin.id(), id), model, request,
				response);
	}

	/** Beside which form a refusal is told, is what {@code form} says. */
	private String act(long id, FlashMessage done, String form, Runnable action, Model model,
			HttpServletRequest request, HttpServletResponse response) {
		try {
			action.run();
		}
		catch (ProblemException ex) {
			return this.page.refuse(id, form, ex, model, response);
		}
		this.cookies.leave(done, request, response);
		return "redirect:/admin/users/" + id;
	}

	private static void refuseInvalid(BindingResult binding) {
		FieldError error = binding.getFieldError();
		if (error != null) {
			throw new InvalidFormException(String.valueOf(error.getDefaultMessage()));
		}
	}

	/**
	 * The form that replaces a password.
	 *
	 * @param password the new password
	 */
	record PasswordForm(@ValidPassword @Nullable String password) {

		@Override
		public String toString() {
			return "PasswordForm[]";
		}

	}

}

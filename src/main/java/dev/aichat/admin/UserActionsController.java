package dev.aichat.admin;

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

import dev.aichat.account.CurrentUser;
import dev.aichat.account.Role;
import dev.aichat.account.ValidPassword;
import dev.aichat.web.ProblemException;

/**
 * Where operators change users from the pages. What was done is told on the page that
 * follows; why something was refused, beside the form that asked for it.
 */
@AdminPage
class UserActionsController {

	private final UserPage page;

	private final UserAdministration administration;

	private final Adjustments adjustments;

	private final Erasure erasure;

	private final PageCookies cookies;

	UserActionsController(UserPage page, UserAdministration administration, Adjustments adjustments, Erasure erasure,
			PageCookies cookies) {
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
		try {
			refuseInvalid(binding);
			this.adjustments.adjust(admin.id(), id, form.adjustment(), form.idempotencyKey());
			return done(Notice.ADJUSTED, id, request, response);
		}
		catch (ProblemException ex) {
			model.addAttribute("adjustment", form.renewed());
			return this.page.refuse(id, "adjustment", ex, model, response);
		}
	}

	@PostMapping("/admin/users/{id}/enabled")
	String enable(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id, @RequestParam boolean enabled,
			Model model, HttpServletRequest request, HttpServletResponse response) {
		try {
			this.administration.change(admin.id(), id, new AccountChange(enabled, null, null));
			return done(enabled ? Notice.ENABLED : Notice.DISABLED, id, request, response);
		}
		catch (ProblemException ex) {
			return this.page.refuse(id, "enabled", ex, model, response);
		}
	}

	@PostMapping("/admin/users/{id}/role")
	String changeRole(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id, @RequestParam Role role,
			Model model, HttpServletRequest request, HttpServletResponse response) {
		try {
			this.administration.change(admin.id(), id, new AccountChange(null, role, null));
			return done(Notice.ROLE_CHANGED, id, request, response);
		}
		catch (ProblemException ex) {
			return this.page.refuse(id, "role", ex, model, response);
		}
	}

	@PostMapping("/admin/users/{id}/password")
	String resetPassword(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id,
			@Valid @ModelAttribute PasswordForm form, BindingResult binding, Model model, HttpServletRequest request,
			HttpServletResponse response) {
		try {
			refuseInvalid(binding);
			this.administration.change(admin.id(), id, new AccountChange(null, null, form.password()));
			return done(Notice.PASSWORD_RESET, id, request, response);
		}
		catch (ProblemException ex) {
			return this.page.refuse(id, "password", ex, model, response);
		}
	}

	@PostMapping("/admin/users/{id}/logout")
	String logOut(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id, Model model,
			HttpServletRequest request, HttpServletResponse response) {
		try {
			this.administration.endSessions(admin.id(), id);
			return done(Notice.SESSIONS_ENDED, id, request, response);
		}
		catch (ProblemException ex) {
			return this.page.refuse(id, "sessions", ex, model, response);
		}
	}

	@PostMapping("/admin/users/{id}/erase")
	String erase(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id, Model model,
			HttpServletRequest request, HttpServletResponse response) {
		try {
			this.erasure.erase(admin.id(), id);
			return done(Notice.ERASED, id, request, response);
		}
		catch (ProblemException ex) {
			return this.page.refuse(id, "erase", ex, model, response);
		}
	}

	private String done(Notice notice, long id, HttpServletRequest request, HttpServletResponse response) {
		this.cookies.leave(notice, request, response);
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

package dev.aichat.console;

import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
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
 * Changes users by the forms of their view, and redirects to that view with a flash
 * message. A rejected form is shown again with the reason.
 */
@Controller
@RequestMapping("/admin/users/{id}")
class UserActionsController {

	private final UserView view;

	private final UserAdministrationService administration;

	private final AdjustmentService adjustments;

	private final ErasureService erasure;

	private final ConsoleCookies cookies;

	UserActionsController(UserView view, UserAdministrationService administration, AdjustmentService adjustments,
			ErasureService erasure, ConsoleCookies cookies) {
		this.view = view;
		this.administration = administration;
		this.adjustments = adjustments;
		this.erasure = erasure;
		this.cookies = cookies;
	}

	@PostMapping("/tokens")
	String adjust(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id,
			@Valid @ModelAttribute AdjustmentForm form, BindingResult binding, Model model) {
		model.addAttribute("adjustment", form.renewed());
		return act(id, FlashMessage.ADJUSTED, "adjustment", model, () -> {
			rejectInvalid(binding);
			this.adjustments.adjust(admin.id(), id, form.adjustment(), form.idempotencyKey());
		});
	}

	@PostMapping("/enabled")
	String enable(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id, @RequestParam boolean enabled,
			Model model) {
		return act(id, enabled ? FlashMessage.ENABLED : FlashMessage.DISABLED, "enabled", model,
				() -> this.administration.change(admin.id(), id, new UserChange(enabled, null, null)));
	}

	@PostMapping("/role")
	String changeRole(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id, @RequestParam Role role,
			Model model) {
		return act(id, FlashMessage.ROLE_CHANGED, "role", model,
				() -> this.administration.change(admin.id(), id, new UserChange(null, role, null)));
	}

	@PostMapping("/password")
	String resetPassword(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id,
			@Valid @ModelAttribute PasswordForm form, BindingResult binding, Model model) {
		return act(id, FlashMessage.PASSWORD_RESET, "password", model, () -> {
			rejectInvalid(binding);
			this.administration.change(admin.id(), id, new UserChange(null, null, form.password()));
		});
	}

	@PostMapping("/logout")
	String endSessions(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id, Model model) {
		return act(id, FlashMessage.SESSIONS_ENDED, "sessions", model,
				() -> this.administration.endSessions(admin.id(), id));
	}

	@PostMapping("/erase")
	String erase(@AuthenticationPrincipal CurrentUser admin, @PathVariable long id, Model model) {
		return act(id, FlashMessage.ERASED, "erase", model, () -> this.erasure.erase(admin.id(), id));
	}

	private String act(long id, FlashMessage done, String form, Model model, Runnable action) {
		try {
			action.run();
		}
		catch (ProblemException ex) {
			return this.view.reject(id, form, ex, model);
		}
		this.cookies.writeFlashMessage(done);
		return "redirect:/admin/users/" + id;
	}

	private static void rejectInvalid(BindingResult binding) {
		FieldError error = binding.getFieldError();
		if (error != null) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "validation_failed",
					String.valueOf(error.getDefaultMessage()));
		}
	}

	/** The form that replaces a password. */
	record PasswordForm(@ValidPassword @Nullable String password) {

		@Override
		public String toString() {
			return "PasswordForm[]";
		}

	}

}

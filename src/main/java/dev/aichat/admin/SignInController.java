package dev.aichat.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

import dev.aichat.account.CurrentUser;
import dev.aichat.auth.PageSessions;
import dev.aichat.ratelimit.RateLimits;
import dev.aichat.web.ProblemException;

/** Where admins sign in to the pages, and out. */
@AdminPage
class SignInController {

	private static final String HOME = "redirect:" + PageSecurity.HOME;

	private final PageSessions sessions;

	private final PageCookies cookies;

	private final RateLimits limits;

	SignInController(PageSessions sessions, PageCookies cookies, RateLimits limits) {
		this.sessions = sessions;
		this.cookies = cookies;
		this.limits = limits;
	}

	@GetMapping(PageSecurity.SIGN_IN)
	String form(@AuthenticationPrincipal @Nullable CurrentUser admin) {
		return (admin != null) ? HOME : "admin/login";
	}

	/** A session from before, whoever's it is, is over. */
	@PostMapping(PageSecurity.SIGN_IN)
	String signIn(@RequestParam(defaultValue = "") String username, @RequestParam(defaultValue = "") String password,
			Model model, HttpServletRequest request, HttpServletResponse response) {
		try {
			String secret = this.limits.loggingIn(username, request, response,
					() -> this.sessions.open(username, password));
			this.cookies.session(request).ifPresent(this.sessions::end);
			this.cookies.signIn(secret, request, response);
			return HOME;
		}
		catch (ProblemException ex) {
			FailurePage.mark(ex, response);
			model.addAttribute("failure", ex.detail());
			model.addAttribute("username", username);
			return "admin/login";
		}
	}

	@PostMapping("/admin/logout")
	String signOut(HttpServletRequest request, HttpServletResponse response) {
		this.cookies.session(request).ifPresent(this.sessions::end);
		this.cookies.signOut(request, response);
		this.cookies.leave(Notice.SIGNED_OUT, request, response);
		return "redirect:" + PageSecurity.SIGN_IN;
	}

}

package dev.aichat.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

import dev.aichat.auth.ConsoleSessionService;
import dev.aichat.ratelimit.RateLimitService;
import dev.aichat.user.CurrentUser;
import dev.aichat.web.ProblemException;

/** Where admins sign in to the pages, and out. */
@ConsoleController
class SignInController {

	private static final String HOME = "redirect:" + ConsoleSecurity.HOME;

	private final ConsoleSessionService sessions;

	private final ConsoleCookies cookies;

	private final RateLimitService limits;

	SignInController(ConsoleSessionService sessions, ConsoleCookies cookies, RateLimitService limits) {
		this.sessions = sessions;
		this.cookies = cookies;
		this.limits = limits;
	}

	@GetMapping(ConsoleSecurity.SIGN_IN)
	String form(@AuthenticationPrincipal @Nullable CurrentUser admin) {
		return (admin != null) ? HOME : "admin/login";
	}

	/** A session from before, whoever's it is, is over. */
	@PostMapping(ConsoleSecurity.SIGN_IN)
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
			ErrorView.mark(ex, response);
			model.addAttribute("failure", ex.detail());
			model.addAttribute("username", username);
			return "admin/login";
		}
	}

	@PostMapping("/admin/logout")
	String signOut(HttpServletRequest request, HttpServletResponse response) {
		this.cookies.session(request).ifPresent(this.sessions::end);
		this.cookies.signOut(request, response);
		this.cookies.leave(FlashMessage.SIGNED_OUT, request, response);
		return "redirect:" + ConsoleSecurity.SIGN_IN;
	}

}

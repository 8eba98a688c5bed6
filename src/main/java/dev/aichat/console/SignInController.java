package dev.aichat.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

import dev.aichat.auth.ConsoleSessionService;
import dev.aichat.auth.FailedLogIns;
import dev.aichat.ratelimit.RateLimitService;
import dev.aichat.user.CurrentUser;
import dev.aichat.web.ProblemException;

/** Signs admins in to the console, and out. */
@Controller
class SignInController {

	private static final String HOME = "redirect:" + ConsoleSecurity.HOME;

	private final ConsoleSessionService sessions;

	private final ConsoleCookies cookies;

	private final RateLimitService limits;

	private final FailedLogIns failures;

	SignInController(ConsoleSessionService sessions, ConsoleCookies cookies, RateLimitService limits,
			FailedLogIns failures) {
		this.sessions = sessions;
		this.cookies = cookies;
		this.limits = limits;
		this.failures = failures;
	}

	@GetMapping(ConsoleSecurity.SIGN_IN)
	String form(@AuthenticationPrincipal @Nullable CurrentUser admin) {
		return (admin != null) ? HOME : "admin/login";
	}

	/** Ends the browser's earlier session, too. */
	@PostMapping(ConsoleSecurity.SIGN_IN)
	String signIn(@RequestParam(defaultValue = "") String username, @RequestParam(defaultValue = "") String password,
			Model model, HttpServletRequest request, HttpServletResponse response) {
		try {
			String secret = this.limits.loggingIn(username, request, response,
					() -> this.failures.record(username, request, () -> this.sessions.open(username, password)));
			this.cookies.session().ifPresent(this.sessions::end);
			this.cookies.signIn(secret);
			return HOME;
		}
		catch (ProblemException ex) {
			ConsoleAdvice.write(ex, response);
			model.addAttribute("failure", ex.detail()).addAttribute("username", username);
			return "admin/login";
		}
	}

	@PostMapping(ConsoleSecurity.HOME + "/logout")
	String signOut() {
		this.cookies.session().ifPresent(this.sessions::end);
		this.cookies.signOut();
		this.cookies.writeFlashMessage(FlashMessage.SIGNED_OUT);
		return "redirect:" + ConsoleSecurity.SIGN_IN;
	}

}

package dev.aichat.console;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * What a browser keeps for the pages: who is signed in, what proves that a form is ours,
 * and what was just done. All of it only goes where the pages are, never along with
 * another site's request, and is hidden from scripts.
 */
@Component
class ConsoleCookies {

	static final String SESSION = "aichat-admin";

	static final String FORMS = "aichat-admin-forms";

	static final String NOTICE = "aichat-admin-notice";

	private static final String STRICT = "Strict";

	/** What was just done is told on the next page, or never. */
	private static final Duration NOTICE_LIFETIME = Duration.ofMinutes(1);

	private final CookieCsrfTokenRepository forms = new CookieCsrfTokenRepository();

	ConsoleCookies() {
		this.forms.setCookieName(FORMS);
		this.forms.setCookieCustomizer((cookie) -> cookie.path(ConsoleSecurity.HOME).httpOnly(true).sameSite(STRICT));
	}

	CookieCsrfTokenRepository forms() {
		return this.forms;
	}

	Optional<String> session(HttpServletRequest request) {
		return read(request, SESSION);
	}

	/** Whoever knew the forms from before knows nothing of those from now on. */
	void signIn(String secret, HttpServletRequest request, HttpServletResponse response) {
		write(SESSION, secret, null, request, response);
		this.forms.saveToken(null, request, response);
	}

	void signOut(HttpServletRequest request, HttpServletResponse response) {
		delete(SESSION, request, response);
		this.forms.saveToken(null, request, response);
	}

	void leave(FlashMessage notice, HttpServletRequest request, HttpServletResponse response) {
		write(NOTICE, notice.name(), NOTICE_LIFETIME, request, response);
	}

	/** What was just done, told once. */
	Optional<FlashMessage> take(HttpServletRequest request, HttpServletResponse response) {
		Optional<String> left = read(request, NOTICE);
		if (left.isPresent()) {
			delete(NOTICE, request, response);
		}
		return left.flatMap((
				name) -> Arrays.stream(FlashMessage.values()).filter((notice) -> notice.name().equals(name)).findAny());
	}

	private static Optional<String> read(HttpServletRequest request, String name) {
		return Optional.ofNullable(WebUtils.getCookie(request, name)).map(Cookie::getValue);
	}

	private static void delete(String name, HttpServletRequest request, HttpServletResponse response) {
		write(name, "", Duration.ZERO, request, response);
	}

	private static void write(String name, String value, @Nullable Duration lifetime, HttpServletRequest request,
			HttpServletResponse response) {
		ResponseCookie.ResponseCookieBuilder cookie = ResponseCookie.from(name, value)
			.path(ConsoleSecurity.HOME)
			.httpOnly(true)
			.sameSite(STRICT)
			.secure(request.isSecure());
		if (lifetime != null) {
			cookie.maxAge(lifetime);
		}
		response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
	}

}

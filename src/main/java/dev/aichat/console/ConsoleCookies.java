package dev.aichat.console;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * The console's cookies in the current request and response: session, CSRF token and
 * flash message. They are sent to the console's paths alone, never along with another
 * site's request, and are hidden from scripts.
 */
@Component
class ConsoleCookies {

	private static final String SESSION = "aichat-admin";

	private static final String FLASH_MESSAGE = "aichat-admin-flash";

	private static final Duration FLASH_LIFETIME = Duration.ofMinutes(1);

	/** A cookie without lifetime, which ends with the browser. */
	private static final Duration BROWSER_SESSION = Duration.ofSeconds(-1);

	private final CookieCsrfTokenRepository csrfTokens = new CookieCsrfTokenRepository();

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	/** Both are Spring's proxies of the current request and response. */
	ConsoleCookies(HttpServletRequest request, HttpServletResponse response) {
		this.request = request;
		this.response = response;
		this.csrfTokens.setCookieName("aichat-admin-forms");
		this.csrfTokens
			.setCookieCustomizer((cookie) -> cookie.path(ConsoleSecurity.HOME).httpOnly(true).sameSite("Strict"));
	}

	CookieCsrfTokenRepository csrfTokens() {
		return this.csrfTokens;
	}

	Optional<String> session() {
		return read(SESSION);
	}

	/** Replaces the CSRF token, too, which another party may have planted. */
	void signIn(String secret) {
		write(SESSION, secret, BROWSER_SESSION);
		this.csrfTokens.saveToken(null, this.request, this.response);
	}

	void signOut() {
		write(SESSION, "", Duration.ZERO);
		this.csrfTokens.saveToken(null, this.request, this.response);
	}

	void writeFlashMessage(FlashMessage message) {
		write(FLASH_MESSAGE, message.name(), FLASH_LIFETIME);
	}

	/** Reads the flash message, and deletes it. */
	Optional<FlashMessage> readFlashMessage() {
		return read(FLASH_MESSAGE).flatMap((name) -> {
			write(FLASH_MESSAGE, "", Duration.ZERO);
			return Arrays.stream(FlashMessage.values()).filter((message) -> message.name().equals(name)).findAny();
		});
	}

	private Optional<String> read(String name) {
		return Optional.ofNullable(WebUtils.getCookie(this.request, name)).map(Cookie::getValue);
	}

	private void write(String name, String value, Duration lifetime) {
		this.response.addHeader(HttpHeaders.SET_COOKIE,
				ResponseCookie.from(name, value)
					.path(ConsoleSecurity.HOME)
					.httpOnly(true)
					.sameSite("Strict")
					.secure(this.request.isSecure())
					.maxAge(lifetime)
					.build()
					.toString());
	}

}

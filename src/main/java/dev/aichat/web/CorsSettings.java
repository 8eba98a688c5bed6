package dev.aichat.web;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import jakarta.validation.constraints.AssertTrue;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpHeaders;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Whose pages may call the API from a browser (Fetch standard, section 3.3, CORS).
 *
 * @param allowedOrigins the origins, such as {@code https://chat.example.org}, or
 * {@code *} for all
 * @param allowCredentials whether browsers send cookies along; the API has none, but a
 * proxy in front of it may
 */
@ConfigurationProperties("aichat.cors")
@Validated
record CorsSettings(@DefaultValue List<String> allowedOrigins, @DefaultValue("false") boolean allowCredentials) {

	@AssertTrue(message = "aichat.cors.allowed-origins must be * or origins as browsers send them, "
			+ "such as https://chat.example.org, without a path.")
	boolean isEveryOriginOne() {
		return this.allowedOrigins.stream().allMatch((origin) -> isAnyone(origin) || isOrigin(origin));
	}

	@AssertTrue(
			message = "aichat.cors.allowed-origins must name each origin when aichat.cors.allow-credentials is true.")
	boolean isNobodyTrustedUnnamed() {
		return !this.allowCredentials || this.allowedOrigins.stream().noneMatch(CorsSettings::isAnyone);
	}

	CorsConfiguration configuration() {
		CorsConfiguration cors = new CorsConfiguration();
		cors.setAllowedOrigins(this.allowedOrigins);
		cors.setAllowCredentials(this.allowCredentials);
		cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PATCH", "DELETE"));
		cors.setAllowedHeaders(List.of(HttpHeaders.ACCEPT, HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE,
				"Idempotency-Key", RequestIdFilter.HEADER));
		cors.setExposedHeaders(List.of(HttpHeaders.ALLOW, HttpHeaders.CONTENT_DISPOSITION, "Idempotency-Replayed",
				"RateLimit", "RateLimit-Policy", HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE,
				RequestIdFilter.HEADER));
		cors.setMaxAge(Duration.ofHours(1));
		return cors;
	}

	private static boolean isAnyone(String origin) {
		return origin.equals(CorsConfiguration.ALL);
	}

	/** RFC 6454, section 6.2: a scheme, a host and perhaps a port, and nothing else. */
	private static boolean isOrigin(String text) {
		try {
			URI origin = URI.create(text);
			return origin.getHost() != null && text.equals(origin.getScheme() + "://" + authority(origin));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static String authority(URI origin) {
		return (origin.getPort() < 0) ? origin.getHost() : origin.getHost() + ":" + origin.getPort();
	}

}

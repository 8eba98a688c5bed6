package dev.aichat.web;

import java.time.Duration;
import java.util.List;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpHeaders;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Allows pages of other origins to call the API from a browser (CORS: Fetch standard,
 * section 3.3).
 *
 * @param allowedOrigins the origins, such as {@code https://chat.example.org}, or
 * {@code *} for all
 * @param allowCredentials whether browsers send cookies along; the API has none, but a
 * proxy in front of it may
 */
@ConfigurationProperties("aichat.cors")
@Validated
record CorsSettings(
		@DefaultValue List<@Pattern(regexp = CorsSettings.ORIGIN, message = CorsSettings.RULE) String> allowedOrigins,
		@DefaultValue("false") boolean allowCredentials) {

	/** RFC 6454, section 6.2: a scheme, a host and perhaps a port. */
	static final String ORIGIN = "\\*|[a-z][a-z0-9+.-]*://([\\w.-]+|\\[[\\da-f:.]+])(:\\d+)?";

	static final String RULE = "aichat.cors.allowed-origins must be * or origins as browsers send them, "
			+ "such as https://chat.example.org, without a path.";

	@AssertTrue(
			message = "aichat.cors.allowed-origins must name each origin when aichat.cors.allow-credentials is true.")
	boolean isEveryOriginNamedForCredentials() {
		return !this.allowCredentials || !this.allowedOrigins.contains(CorsConfiguration.ALL);
	}

	CorsConfiguration configuration() {
		CorsConfiguration cors = new CorsConfiguration();
		cors.setAllowedOrigins(this.allowedOrigins);
		cors.setAllowCredentials(this.allowCredentials);
		cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PATCH", "DELETE"));
		cors.setAllowedHeaders(List.of(HttpHeaders.ACCEPT, HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE,
				IdempotencyKey.HEADER, RequestIdFilter.HEADER));
		cors.setExposedHeaders(List.of(HttpHeaders.ALLOW, HttpHeaders.CONTENT_DISPOSITION,
				IdempotencyKey.REPLAYED_HEADER, "RateLimit", "RateLimit-Policy", HttpHeaders.RETRY_AFTER,
				HttpHeaders.WWW_AUTHENTICATE, RequestIdFilter.HEADER));
		cors.setMaxAge(Duration.ofHours(1));
		return cors;
	}

}

package dev.aichat.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

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
 * @param allowedOrigins the origins, such as {@code https://chat.example.org}, any port
 * of this computer with {@code http://localhost:*}, or {@code *} for all; by default
 * those of this computer, and none in the {@code prod} profile
 * @param allowedHeaders the request headers that pages may send, or {@code *} for all; by
 * default those of the API, of tracing and of usual clients
 * @param allowCredentials whether browsers send cookies along; the API has none, but a
 * proxy in front of it may
 */
@ConfigurationProperties("aichat.cors")
@Validated
record CorsSettings(@DefaultValue( {
		"http://localhost:*",
		"http://127.0.0.1:*" }) List<@Pattern(regexp = CorsSettings.ORIGIN,
				message = CorsSettings.RULE) String> allowedOrigins,
		@DefaultValue List<@Pattern(regexp = CorsSettings.HEADER,
				message = "aichat.cors.allowed-headers must be names of headers, or *.") String> allowedHeaders,
		@DefaultValue("false") boolean allowCredentials){

	/** RFC 6454, section 6.2: a scheme, a host and perhaps a port. */
	static final String ORIGIN = "\\*|http://(localhost|127\\.0\\.0\\.1):\\*|[a-z][a-z0-9+.-]*://([\\w.-]+|\\[[\\da-f:.]+])(:\\d+)?";

	/** The API's own, those of tracing, and those that fetch libraries add. */
	private static final List<String> HEADERS = List.of("Accept", "Authorization", "Cache-Control", "Content-Type",
			IdempotencyKey.HEADER, "Last-Event-ID", "Pragma", RequestIdFilter.HEADER, "X-Requested-With", "baggage",
			"sentry-trace", "traceparent", "tracestate");

	/** RFC 9110, section 5.1. */
	static final String HEADER = "[\\w!#$%&'*+.^`|~-]+";

	static final String RULE = "aichat.cors.allowed-origins must be * or origins as browsers send them, "
			+ "such as https://chat.example.org, without a path; http://localhost:* is any port.";

	CorsSettings {
		allowedHeaders = allowedHeaders.isEmpty() ? HEADERS : allowedHeaders;
	}

	@AssertTrue(
			message = "aichat.cors.allowed-origins must name each origin when aichat.cors.allow-credentials is true.")
	boolean isEveryOriginNamedForCredentials() {
		return !this.allowCredentials || !this.allowedOrigins.contains(CorsConfiguration.ALL);
	}

	CorsConfiguration configuration() {
		CorsConfiguration cors = new CorsConfiguration();
		this.allowedOrigins
			.forEach((origin) -> cors.addAllowedOriginPattern(origin.toLowerCase(Locale.ROOT).replace(":*", ":[*]")));
		cors.setAllowCredentials(this.allowCredentials);
		cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PATCH", "DELETE"));
		cors.setAllowedHeaders(this.allowedHeaders);
		cors.setExposedHeaders(List.of(HttpHeaders.ALLOW, HttpHeaders.CONTENT_DISPOSITION,
				IdempotencyKey.REPLAYED_HEADER, "RateLimit", "RateLimit-Policy", HttpHeaders.RETRY_AFTER,
				HttpHeaders.WWW_AUTHENTICATE, RequestIdFilter.HEADER));
		cors.setMaxAge(Duration.ofHours(1));
		return cors;
	}

}

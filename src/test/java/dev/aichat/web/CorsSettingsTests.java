package dev.aichat.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.web.cors.CorsConfiguration;

import dev.aichat.testing.SettingsRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages of this computer are allowed by default, and a malformed origin stops the start.
 */
class CorsSettingsTests {

	private static final String ORIGINS = "aichat.cors.allowed-origins=";

	private final SettingsRunner start = new SettingsRunner(Enabling.class);

	@Test
	void pagesOfThisComputerAreAllowedByDefault() {
		CorsConfiguration cors = this.start.with(CorsSettings.class).configuration();
		assertThat(List.of("http://localhost:5173", "http://127.0.0.1:3000"))
			.allSatisfy((origin) -> assertThat(cors.checkOrigin(origin)).isEqualTo(origin));
		assertThat(cors.checkOrigin("https://chat.example.org")).isNull();
	}

	@Test
	void noOriginIsAllowedIfNoneIsNamed() {
		assertThat(this.start.with(CorsSettings.class, ORIGINS).allowedOrigins()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "https://chat.example.org", "http://localhost:3000", "http://127.0.0.1:8080",
			"http://[::1]:3000", "capacitor://localhost", "https://a.example.org,https://b.example.org:8443" })
	void originsAreAccepted(String origins) {
		assertThat(this.start.with(CorsSettings.class, ORIGINS + origins).allowedOrigins())
			.containsExactly(origins.split(","));
	}

	@ParameterizedTest
	@ValueSource(strings = { "chat.example.org", "https://chat.example.org/", "https://chat.example.org/app",
			"https://chat.example.org?a=b", "https://*.example.org", "https://user@example.org", "https://", "https:",
			"null", "https://chat.example.org https://b.example.org", "https://chat.example.org,nowhere", "%%", "**",
			"https://chat.example.org:", "https://chat.example.org:*", "http://localhost:*/",
			"https://chat.example.org#a" })
	void malformedOriginStopsTheStart(String origins) {
		this.start.failsNaming("aichat.cors.allowed-origins must be * or origins", ORIGINS + origins);
	}

	@Test
	void localhostWithAsteriskIsEveryPortOfThisComputer() {
		CorsConfiguration cors = this.start.with(CorsSettings.class, ORIGINS + "http://localhost:*").configuration();
		assertThat(List.of("http://localhost:3000", "http://localhost:5173", "http://localhost"))
			.allSatisfy((origin) -> assertThat(cors.checkOrigin(origin)).isEqualTo(origin));
		assertThat(List.of("https://localhost:3000", "http://localhost.example.org:80", "http://127.0.0.1:80", "null"))
			.allSatisfy((origin) -> assertThat(cors.checkOrigin(origin)).isNull());
	}

	@Test
	void allowedHeadersAreConfigurable() {
		String headers = "aichat.cors.allowed-headers=";
		assertThat(this.start.with(CorsSettings.class, headers + "Authorization,X-Tenant").configuration())
			.returns(null, (cors) -> cors.checkHeaders(List.of("traceparent")))
			.returns(List.of("x-tenant"), (cors) -> cors.checkHeaders(List.of("x-tenant")));
		this.start.failsNaming("aichat.cors.allowed-headers must be names of headers", headers + "X Tenant");
	}

	@Test
	void credentialsNeedNamedOrigins() {
		String credentials = "aichat.cors.allow-credentials=true";
		this.start.failsNaming("aichat.cors.allowed-origins must name each origin", ORIGINS + "*", credentials);
		this.start.failsNaming("aichat.cors.allowed-origins must name each origin", ORIGINS + "https://a.example.org,*",
				credentials);
		CorsSettings named = this.start.with(CorsSettings.class, ORIGINS + "https://a.example.org", credentials);
		assertThat(named.configuration().getAllowCredentials()).isTrue();
	}

	@EnableConfigurationProperties(CorsSettings.class)
	static class Enabling {

	}

}

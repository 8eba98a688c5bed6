package dev.aichat.auth;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.UnchargedTests;

import static org.assertj.core.api.Assertions.assertThat;

/** The Authorization header, on protected and public paths. */
class AuthorizationHeaderTests extends UnchargedTests {

	@ParameterizedTest
	@ValueSource(strings = { "Bearer ", "bearer ", "BEARER ", "bEaReR ", "Token ", "token ", "TOKEN ", "Bearer    " })
	void schemeInAnyCaseIsAccepted(String scheme) {
		assertThat(balance(scheme + this.user.token()).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					``                   | authentication_required | Authentication credentials were not provided: send the header
					{access}             | authentication_required | The Authorization header has no scheme: send the header
					Bearer{access}       | authentication_required | The Authorization header has no scheme: send the header
					"Bearer {access}"    | authentication_required | The Authorization header has no scheme: send the header
					JWT {access}         | authentication_required | The scheme JWT is not supported: send the header
					Basic YWRhOmFkYQ==   | authentication_required | The scheme Basic is not supported: send the header
					Digest username="a"  | authentication_required | The scheme Digest is not supported: send the header
					Bearer               | invalid_token | The access token is missing after the scheme: send the one from
					Token                | invalid_token | The access token is missing after the scheme: send the one from
					Bearer Bearer {access} | invalid_token | The scheme is there twice: send the word Bearer once.
					Bearer token {access} | invalid_token | The scheme is there twice: send the word Bearer once.
					Bearer "{access}"    | invalid_token | The access token is in quotes or brackets: send it without them.
					Bearer '{access}'    | invalid_token | The access token is in quotes or brackets: send it without them.
					Bearer <{access}>    | invalid_token | The access token is in quotes or brackets: send it without them.
					Bearer undefined     | invalid_token | The access token is the word undefined: send the one from log-in.
					Bearer null          | invalid_token | The access token is the word null: send the one from log-in.
					Bearer [object Object] | invalid_token | The access token is the word [object Object]: send the one from
					Bearer {refresh}     | invalid_token | This is a refresh token: send the access token from log-in.
					Bearer x             | invalid_token | The access token is not valid, log in again.
					Bearer eyJ.e30.x     | invalid_token | The access token is not valid, log in again.""")
	void mistakeInTheHeaderIsNamed(String header, String code, String sentence) {
		String refresh = this.client.post("/api/login", Client.credentials(this.user.username())).text("refresh");
		Answer answer = balance(header.replace("{access}", this.user.token()).replace("{refresh}", refresh));
		assertThat(answer.isProblem(403, code).text("detail")).startsWith(sentence);
		assertThat(answer.header("WWW-Authenticate"))
			.isEqualTo(code.equals("invalid_token") ? "Bearer error=\"invalid_token\"" : "Bearer");
		assertThat(answer.body()).doesNotContain(this.user.token(), refresh);
	}

	@Test
	void severalHeadersAreInvalid() {
		String good = "Bearer " + this.user.token();
		this.client.get("/api/balance", "Authorization", good, "Authorization", good).isProblem(403, "invalid_token");
		this.client.get("/api/balance", "Authorization", good, "Authorization", "Basic YWRhOmFkYQ==")
			.isProblem(403, "invalid_token");
	}

	@Test
	void tokenOutsideOfTheHeaderIsIgnored() {
		String token = this.user.token();
		isAskedForToken(this.client.get("/api/balance?token=" + token + "&access_token=" + token));
		isAskedForToken(this.client.get("/api/balance", "Cookie", "token=" + token + "; Authorization=" + token));
		isAskedForToken(this.client.get("/api/balance", "X-Authorization", "Bearer " + token, "X-Access-Token", token));
		isAskedForToken(this.client.get("/api/balance", "Proxy-Authorization", "Bearer " + token));
		isAskedForToken(this.client.post("/api/chat",
				Map.of("message", "Hello", "token", token, "access_token", token, "authorization", token)));
		isAskedForToken(this.client.send("POST", "/api/chat", ("access_token=" + token).getBytes(), "Content-Type",
				"application/x-www-form-urlencoded"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/api", "/api/docs", "/api/schema", "/api/schema.yaml", "/livez", "/readyz" })
	void headerIsIgnoredOnPublicPaths(String path) {
		Answer plain = this.client.get(path);
		assertThat(plain.status()).isIn(200, 302);
		for (String header : new String[] { "Bearer broken", "Bearer", "Basic x", "Bearer " + this.user.token() }) {
			Answer same = this.client.get(path, "Authorization", header);
			assertThat(same.status()).isEqualTo(plain.status());
			assertThat(same.body()).isEqualTo(plain.body());
		}
	}

	@ParameterizedTest
	@CsvSource({ "/api/login, 200", "/api/token, 200", "/api/register, 201" })
	void headerIsIgnoredAtLogInAndRegistration(String path, int status) {
		String name = (status == 201) ? "stale-header" : this.user.username();
		String expired = new HandmadeToken(this.user).claim("exp", 1).sign();
		assertThat(this.client.post(path, Client.credentials(name), "Authorization", "Bearer " + expired).status())
			.isEqualTo(status);
	}

	private Answer balance(String header) {
		return RawConnection.exchange(this.client.uri("/"), "GET", "/api/balance", "Authorization: " + header);
	}

	private static void isAskedForToken(Answer answer) {
		answer.isProblem(403, "authentication_required");
		assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
	}

}

package dev.aichat.admin;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.AdminTests;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;

import static dev.aichat.testing.Admins.audit;
import static org.assertj.core.api.Assertions.assertThat;

/** Tests that invalid requests of operators are rejected without effect. */
class AdminInputTests extends AdminTests {

	@AfterEach
	void nothingHasChanged() {
		assertThat(this.user.balance()).isEqualTo(4000);
		assertThat(audit(this.admin, this.user.id())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "9223372036854775807", "9223372036854775808", "x", "1.0" })
	void unknownUserIsNotFound(String id) {
		String path = "/api/admin/users/" + id;
		this.admin.get(path).isProblem(404, "not_found");
		this.admin.get(path + "/chats").isProblem(404, "not_found");
		this.admin.get(path + "/ledger").isProblem(404, "not_found");
		this.admin.send("PATCH", path, Client.json(Map.of("enabled", true))).isProblem(404, "not_found");
		this.admin.send("PATCH", path, Client.json(Map.of("password", "a new password"))).isProblem(404, "not_found");
		this.admin.send("DELETE", path, null).isProblem(404, "not_found");
		this.admin.send("POST", path + "/logout", null).isProblem(404, "not_found");
		this.admin.post(path + "/tokens", Map.of("amount", 1, "note", "why")).isProblem(404, "not_found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "role=KING", "role=admin", "enabled=perhaps", "limit=0", "limit=101", "before=x" })
	void invalidFilterIsRejected(String query) {
		Answer answer = this.admin.get("/api/admin/users?" + query).isProblem(400, "validation_failed");
		assertThat(answer.json().get("errors").propertyNames()).containsExactly(query.substring(0, query.indexOf('=')));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"tokens\": 1}", "{\"enabled\": null}", "{\"enabled\": \"true\"}",
			"{\"enabled\": 1}", "{\"enabled\": \"\"}", "{\"role\": \"KING\"}", "{\"role\": \"admin\"}", "{\"role\": 1}",
			"{\"role\": \"\"}", "{\"role\": \"1\"}", "{\"password\": \"short\"}", "{\"password\": 12345678}",
			"{\"password\": \"\"}", "{\"enabled\": false, \"role\": true}",
			"{\"enabled\": false, \"password\": \"x\"}" })
	void invalidChangeIsRejectedAsAWhole(String body) {
		Answer answer = this.admin.send("PATCH", "/api/admin/users/" + this.user.id(), body.getBytes())
			.isProblem(400, "validation_failed");
		assertThat(answer.json().get("errors").propertyNames()).isNotEmpty().isSubsetOf("enabled", "role", "password");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1.0", "1.5", "1e2", "\"100\"", "true", "null", "[1]", "{}", "1000000000001",
			"-1000000000001", "9223372036854775807", "-9223372036854775808", "9223372036854775808" })
	void invalidAmountIsRejected(String amount) {
		post("{\"amount\": %s, \"note\": \"why\"}".formatted(amount)).isProblem(400, "invalid_token_amount");
		post("{\"note\": \"why\"}").isProblem(400, "invalid_token_amount");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"\"", "\" \"", "null", "1", "\"\\u0000\"", "\"\\ud800\"" })
	void missingOrInvalidNoteIsRejected(String note) {
		for (String body : List.of("{\"amount\": 1, \"note\": %s}".formatted(note), "{\"amount\": 1}")) {
			Answer answer = post(body).isProblem(400, "validation_failed");
			assertThat(answer.json().get("errors").propertyNames()).containsExactly("note");
		}
	}

	private Answer post(String body) {
		return this.admin.send("POST", "/api/admin/users/%d/tokens".formatted(this.user.id()), body.getBytes());
	}

}

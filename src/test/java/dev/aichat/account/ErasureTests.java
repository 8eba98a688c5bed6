package dev.aichat.account;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.AdminTests;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ScriptedModel;

import static dev.aichat.testing.Admins.adjust;
import static dev.aichat.testing.Admins.audit;
import static dev.aichat.testing.Admins.change;
import static dev.aichat.testing.Admins.erase;
import static org.assertj.core.api.Assertions.assertThat;

/** Tests that erasure removes a user's name and texts, and keeps the ledger. */
class ErasureTests extends AdminTests {

	private static final String SECRET = "my secret";

	private int number;

	@BeforeEach
	@Override
	protected void createUser() {
		this.user = this.client.newUser("forget-me-%d-of-%s".formatted(++this.number, this.admin.username()));
		this.ai.script((message, handler) -> ScriptedModel.say("You said: " + message, handler));
	}

	@Test
	void erasureRemovesNameAndTextsAndKeepsTheLedger() {
		this.user.chat(SECRET, "Idempotency-Key", "secret-key");
		this.user.post("/api/top-up", Map.of("tokens", 500));
		change(this.admin, this.user.id(), Map.of("role", "ADMIN"));
		String ledger = this.admin.get(path("/ledger")).body();
		Answer erased = erase(this.admin, this.user.id());
		assertThat(erased.status()).as(erased.body()).isEqualTo(200);
		assertThat(erased.body()).startsWith("""
				{"id":%1$d,"username":"(erased %1$d)","role":"USER","enabled":false,"tokens":4400,"""
			.formatted(this.user.id()));
		noTextIsLeft();
		assertThat(this.admin.get(path("/ledger")).body()).isEqualTo(ledger);
		assertThat(this.admin.get(path("")).body()).isEqualTo(erased.body());
		assertThat(this.admin.get("/api/admin/users?limit=100").body()).doesNotContain("(erased");
		assertThat(audit(this.admin, this.user.id())).extracting((entry) -> entry.get("action").stringValue())
			.startsWith("ERASE", "DISABLE");
	}

	@Test
	void erasedUserIsLoggedOutAndCannotLogIn() {
		assertThat(this.user.balance()).isEqualTo(4000);
		erase(this.admin, this.user.id());
		this.user.get("/api/balance").isProblem(403, "invalid_token");
		this.user.chat("Hello").isProblem(403, "invalid_token");
		for (String name : List.of(this.user.username(), "(erased %d)".formatted(this.user.id()))) {
			this.client.post("/api/login", Client.credentials(name)).isProblem(401, "invalid_credentials");
		}
		this.client.post("/api/register", Client.credentials("(erased %d)".formatted(this.user.id())))
			.isProblem(400, "validation_failed");
	}

	@Test
	void erasedUserCannotBeChanged() {
		erase(this.admin, this.user.id());
		erase(this.admin, this.user.id()).isProblem(404, "not_found");
		change(this.admin, this.user.id(), Map.of("enabled", true)).isProblem(404, "not_found");
		change(this.admin, this.user.id(), Map.of("role", "ADMIN")).isProblem(404, "not_found");
		change(this.admin, this.user.id(), Map.of("password", "another password")).isProblem(404, "not_found");
		adjust(this.admin, this.user.id(), 1, "Too late").isProblem(404, "not_found");
		this.admin.send("POST", path("/logout"), null).isProblem(404, "not_found");
		assertThat(audit(this.admin, this.user.id())).hasSize(2);
	}

	@Test
	void nameOfErasedUserCanBeRegisteredAgain() {
		erase(this.admin, this.user.id());
		Answer next = this.client.post("/api/register", Client.credentials(this.user.username()));
		assertThat(next.status()).isEqualTo(201);
		assertThat(next.number("id")).isNotEqualTo(this.user.id());
		assertThat(next.number("tokens")).isEqualTo(4000);
	}

	@Test
	void userErasesOwnAccountWithThePassword() {
		this.user.chat(SECRET);
		eraseSelf("a wrong password").isProblem(401, "invalid_credentials");
		eraseSelf("").isProblem(400, "validation_failed");
		this.user.send("DELETE", "/api/account", "{}".getBytes()).isProblem(400, "validation_failed");
		this.user.send("DELETE", "/api/account", null).isProblem(415, "unsupported_media_type");
		assertThat(this.user.balance()).isEqualTo(3900);
		Answer answer = eraseSelf("correct horse battery");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text("message")).isEqualTo("Your account was erased.");
		noTextIsLeft();
		eraseSelf("correct horse battery").isProblem(403, "invalid_token");
		assertThat(audit(this.admin, this.user.id()))
			.allSatisfy((entry) -> assertThat(entry.get("actor").longValue()).isEqualTo(this.user.id()));
	}

	@Test
	void pendingChatOfErasedUserIsRefundedAndItsReplyDiscarded() {
		this.ai.script((message, handler) -> {
			erase(this.admin, this.user.id());
			ScriptedModel.say("You said: " + message, handler);
		});
		Answer answer = this.user.chat(SECRET).isProblem(504, "ai_timeout");
		assertThat(answer.json().get("refunded").booleanValue()).isTrue();
		assertThat(answer.number("remaining_tokens")).isEqualTo(4000);
		noTextIsLeft();
		assertThat(this.admin.get(path("/chats")).json().at("/items/0/state").stringValue()).isEqualTo("REFUNDED");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void chatsDuringErasureAreErasedToo(boolean bySelf) {
		for (int round = 0; round < 10; round++) {
			List<Answer> answers = Concurrently.run(9, (i) -> {
				if (i == 0) {
					return bySelf ? eraseSelf("correct horse battery") : erase(this.admin, this.user.id());
				}
				return chatUntilRefused();
			});
			assertThat(answers.get(0).status()).as(answers.get(0).body()).isEqualTo(200);
			assertThat(answers.subList(1, 9)).extracting(Answer::status).containsOnly(403);
			noTextIsLeft();
			createUser();
		}
	}

	@Test
	void parallelErasuresEraseOnce() {
		for (int i = 0; i < 10; i++) {
			this.user.chat(SECRET);
		}
		List<Answer> answers = Concurrently.run(8, (i) -> erase(this.admin, this.user.id()));
		assertThat(answers).extracting(Answer::status).containsOnly(200, 404).containsOnlyOnce(200);
		assertThat(audit(this.admin, this.user.id())).hasSize(2);
		noTextIsLeft();
	}

	private Answer chatUntilRefused() {
		Answer last = this.user.chat(SECRET);
		while (last.status() == 200 || last.status() == 402 || last.status() == 504) {
			last = (last.status() == 402) ? this.user.post("/api/top-up", Map.of("tokens", 1000))
					: this.user.chat(SECRET);
		}
		return last;
	}

	private Answer eraseSelf(String password) {
		return this.user.send("DELETE", "/api/account", Client.json(Map.of("password", password)));
	}

	/** Searches every column of every table. */
	private void noTextIsLeft() {
		List<String> tables = this.books.sql()
			.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
			.query(String.class)
			.list();
		assertThat(tables).contains("users", "chats", "ledger", "audit");
		for (String table : tables) {
			assertThat(this.books.sql().sql("SELECT * FROM \"%s\"".formatted(table)).query().listOfRows()).as(table)
				.extracting(Object::toString)
				.noneMatch((row) -> row.contains(SECRET) || row.contains(this.user.username())
						|| row.contains("secret-key"));
		}
	}

	private String path(String more) {
		return "/api/admin/users/" + this.user.id() + more;
	}

}

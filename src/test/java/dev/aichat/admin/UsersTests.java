package dev.aichat.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.aichat.testing.AdminTests;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;

import static dev.aichat.testing.Admins.audit;
import static dev.aichat.testing.Admins.change;
import static org.assertj.core.api.Assertions.assertThat;

/** Tests that operators find and change users, and that every change is audited. */
class UsersTests extends AdminTests {

	@Test
	void userIsShownWithRoleStateAndBalance() {
		Answer answer = this.admin.get("/api/admin/users/" + this.user.id());
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body())
			.startsWith("""
					{"id":%d,"username":"%s","role":"USER","enabled":true,"tokens":4000,"created_at":"""
				.formatted(this.user.id(), this.user.username()))
			.endsWith("Z\"}");
	}

	@Test
	void usersAreListedNewestFirstPageByPage() {
		List<Long> expected = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			expected.add(0, register("pages%d.%s".formatted(i, this.user.username())));
		}
		List<JsonNode> found = this.admin.all("/api/admin/users?search=pages", 2);
		assertThat(ids(found)).containsSubsequence(expected).isSortedAccordingTo(Comparator.reverseOrder());
	}

	@ParameterizedTest
	@ValueSource(strings = { "Straße", "STRASSE", "traß", "Ｓｔｒａ", "  strasse  ", "\uff33trasse" })
	void searchFindsPartOfNameInAnyCaseAndUnicodeForm(String search) {
		String name = "Straße." + this.user.username();
		long id = register(name);
		assertThat(ids(search("search=" + URLEncoder.encode(search, StandardCharsets.UTF_8)))).contains(id);
	}

	@Test
	void searchTreatsWildcardsAsOrdinaryCharacters() {
		long underscore = register("a_b." + this.user.username());
		long letter = register("axb." + this.user.username());
		assertThat(ids(search("search=a_b." + this.user.username()))).containsExactly(underscore)
			.doesNotContain(letter);
		for (String search : List.of("%25", "a%25b", "%5C", "'", "a%20b", "%00", "%27%20OR%20%271%27%3D%271")) {
			assertThat(search("search=" + search).get("items")).as(search).isEmpty();
		}
		assertThat(search("search=").get("items")).isNotEmpty();
	}

	@Test
	void usersAreFilteredByRoleAndState() {
		long newAdmin = this.admins.newAdmin().id();
		change(this.admin, this.user.id(), Map.of("enabled", false));
		assertThat(ids(search("enabled=false"))).contains(this.user.id()).doesNotContain(newAdmin);
		assertThat(ids(search("enabled=true"))).contains(newAdmin).doesNotContain(this.user.id());
		assertThat(ids(search("role=ADMIN"))).contains(newAdmin).doesNotContain(this.user.id());
		assertThat(ids(search("role=USER&enabled=false&search=" + this.user.username()))).contains(this.user.id());
		assertThat(ids(search("role=ADMIN&enabled=false&search=" + this.user.username())))
			.doesNotContain(this.user.id());
	}

	@Test
	void disabledUserIsLoggedOutAtOnceAndMayLogInWhenEnabledAgain() {
		assertThat(this.user.balance()).isEqualTo(4000);
		Answer disabled = change(this.admin, this.user.id(), Map.of("enabled", false));
		assertThat(disabled.status()).isEqualTo(200);
		assertThat(disabled.json().get("enabled").booleanValue()).isFalse();
		this.user.get("/api/balance").isProblem(403, "invalid_token");
		this.client.logIn(this.user.username(), "correct horse battery").isProblem(401, "invalid_credentials");
		assertThat(change(this.admin, this.user.id(), Map.of("enabled", true)).status()).isEqualTo(200);
		assertThat(this.client.logIn(this.user.username(), "correct horse battery").status()).isEqualTo(200);
		assertThat(audit(this.admin, this.user.id())).satisfiesExactly(
				(entry) -> isEntry(entry, "ENABLE", "{\"enabled\":false}", "{\"enabled\":true}"),
				(entry) -> isEntry(entry, "DISABLE", "{\"enabled\":true}", "{\"enabled\":false}"));
	}

	@Test
	void changedRoleCountsFromTheNextRequest() {
		this.user.get("/api/admin/totals").isProblem(403, "forbidden");
		assertThat(change(this.admin, this.user.id(), Map.of("role", "ADMIN")).text("role")).isEqualTo("ADMIN");
		assertThat(this.user.get("/api/admin/totals").status()).isEqualTo(200);
		assertThat(change(this.admin, this.user.id(), Map.of("role", "USER")).text("role")).isEqualTo("USER");
		this.user.get("/api/admin/totals").isProblem(403, "forbidden");
		assertThat(audit(this.admin, this.user.id())).satisfiesExactly(
				(entry) -> isEntry(entry, "CHANGE_ROLE", "{\"role\":\"ADMIN\"}", "{\"role\":\"USER\"}"),
				(entry) -> isEntry(entry, "CHANGE_ROLE", "{\"role\":\"USER\"}", "{\"role\":\"ADMIN\"}"));
	}

	@Test
	void newPasswordReplacesTheOldOneAndIsNotAudited() {
		assertThat(change(this.admin, this.user.id(), Map.of("password", "another password")).status()).isEqualTo(200);
		this.client.logIn(this.user.username(), "correct horse battery").isProblem(401, "invalid_credentials");
		assertThat(this.client.logIn(this.user.username(), "another password").status()).isEqualTo(200);
		assertThat(audit(this.admin, this.user.id()))
			.satisfiesExactly((entry) -> isEntry(entry, "RESET_PASSWORD", "null", "null"));
	}

	@Test
	void combinedChangeIsAuditedOncePerProperty() {
		Answer answer = change(this.admin, this.user.id(),
				Map.of("enabled", false, "role", "ADMIN", "password", "another password"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(audit(this.admin, this.user.id())).extracting((entry) -> entry.get("action").stringValue())
			.containsExactlyInAnyOrder("DISABLE", "CHANGE_ROLE", "RESET_PASSWORD");
	}

	@Test
	void changeWithoutEffectIsNotAudited() {
		assertThat(change(this.admin, this.user.id(), Map.of("enabled", true, "role", "USER")).status()).isEqualTo(200);
		assertThat(audit(this.admin, this.user.id())).isEmpty();
	}

	@Test
	void logoutByOperatorEndsAllSessionsOfTheUser() {
		Answer answer = this.admin.send("POST", "/api/admin/users/%d/logout".formatted(this.user.id()), null);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text("username")).isEqualTo(this.user.username());
		assertThat(this.client.logIn(this.user.username(), "correct horse battery").status()).isEqualTo(200);
		assertThat(audit(this.admin, this.user.id()))
			.satisfiesExactly((entry) -> isEntry(entry, "END_SESSIONS", "null", "null"));
	}

	@Test
	void operatorSeesChatsAndLedgerAsTheUserDoes() {
		this.user.chat("One");
		this.user.chat("Two");
		String path = "/api/admin/users/" + this.user.id();
		assertThat(this.admin.get(path + "/chats?limit=1").body()).isEqualTo(this.user.get("/api/chat?limit=1").body());
		assertThat(this.admin.get(path + "/ledger?limit=2").body())
			.isEqualTo(this.user.get("/api/ledger?limit=2").body());
		JsonNode first = this.user.get("/api/chat").json().at("/items/0");
		assertThat(this.admin.get(path + "/chats?before=" + first.get("id").stringValue()).json().get("items"))
			.hasSize(1);
		assertThat(this.admin.get(path + "/chats?conversation_id=" + first.get("id").stringValue()).json().get("items"))
			.hasSize(1);
		assertThat(this.admin.get(path + "/ledger?before=2").json().get("items")).hasSize(1);
	}

	@Test
	void auditIsFilteredByActorAndSubjectPageByPage() {
		for (int i = 0; i < 5; i++) {
			change(this.admin, this.user.id(), Map.of("enabled", i % 2 == 1));
		}
		change(this.admin, this.client.newUser().id(), Map.of("enabled", false));
		Caller other = this.admins.newAdmin();
		change(other, this.user.id(), Map.of("enabled", true));
		String byAdmin = "/api/admin/audit?actor=%d&subject=%d".formatted(this.admin.id(), this.user.id());
		assertThat(ids(this.admin.all(byAdmin, 2))).hasSize(5).isSortedAccordingTo(Comparator.reverseOrder());
		assertThat(audit(this.admin, this.user.id())).hasSize(6);
		assertThat(this.admin.get("/api/admin/audit?actor=" + other.id()).json().get("items")).hasSize(1);
		assertThat(this.admin.get("/api/admin/audit?limit=1").json().at("/items/0/actor").longValue())
			.isEqualTo(other.id());
	}

	private void isEntry(JsonNode entry, String action, String before, String after) {
		assertThat(entry.propertyNames()).containsExactly("id", "at", "actor", "action", "subject", "before", "after");
		assertThat(entry.get("actor").longValue()).isEqualTo(this.admin.id());
		assertThat(entry.get("subject").longValue()).isEqualTo(this.user.id());
		assertThat(entry.get("action").stringValue()).isEqualTo(action);
		assertThat(entry.get("before").toString()).isEqualTo(before);
		assertThat(entry.get("after").toString()).isEqualTo(after);
	}

	private long register(String username) {
		return this.client.post("/api/register", Client.credentials(username)).number("id");
	}

	private JsonNode search(String query) {
		Answer answer = this.admin.get("/api/admin/users?" + query);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.json();
	}

	private static List<Long> ids(JsonNode page) {
		return ids(page.get("items").valueStream().toList());
	}

	private static List<Long> ids(List<JsonNode> items) {
		return items.stream().map((item) -> item.get("id").longValue()).toList();
	}

}

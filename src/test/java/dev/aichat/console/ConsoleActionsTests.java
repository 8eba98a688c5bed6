package dev.aichat.console;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.AdminTests;
import dev.aichat.testing.Admins;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ConsoleClient;
import dev.aichat.testing.RoundTrips;
import dev.aichat.testing.ScriptedModel;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests the actions of operators in the console. */
class ConsoleActionsTests extends AdminTests {

	private static final Pattern KEY = Pattern.compile("name=\"key\" value=\"([^\"]+)\"");

	@Autowired
	RoundTrips roundTrips;

	ConsoleClient browser;

	String path;

	@BeforeAll
	void signIn() {
		this.browser = new ConsoleClient(this.client);
		assertThat(this.browser.signIn(this.admin.username(), "correct horse battery").status()).isEqualTo(302);
	}

	@BeforeEach
	void setPath() {
		this.path = "/admin/users/" + this.user.id();
	}

	@Test
	void doubleClickAdjustsTheBalanceOnce() {
		String key = keyOf(this.browser.open(this.path));
		for (int i = 0; i < 2; i++) {
			isDone(adjust("-250", "Charged back", key));
		}
		assertThat(this.user.balance()).isEqualTo(3750);
		assertThat(Admins.audit(this.admin, this.user.id())).hasSize(1);
		Answer page = this.browser.open(this.path);
		assertThat(page.body()).contains("The balance was adjusted.", "3,750 tokens", "Charged back");
		assertThat(keyOf(page)).isNotEqualTo(key);
		assertThat(this.browser.open(this.path).body()).doesNotContain("The balance was adjusted.");
	}

	@Test
	void formWithUsedKeyIsShownAgainWithNewKey() {
		String key = keyOf(this.browser.open(this.path));
		isDone(adjust("1", "one", key));
		Answer refused = adjust("2", "two", key);
		assertThat(refused.status()).isEqualTo(422);
		assertThat(refused.body()).contains("value=\"2\"", "value=\"two\"");
		isDone(adjust("2", "two", keyOf(refused)));
		assertThat(this.user.balance()).isEqualTo(4003);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "-0", "x", "1.5", "1e3", "--1", "-4001", "1000000000000", "99999999999999999999",
			"0x10", "\u0661" })
	void invalidAmountIsExplainedAndStaysInTheForm(String amount) {
		Answer refused = adjust(amount, "A \"good\" reason", keyOf(this.browser.open(this.path)));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).containsPattern("role=\"alert\">[^<]*(amount|balance)")
			.contains("value=\"A &quot;good&quot; reason\"")
			.contains("name=\"amount\"");
		assertThat(refused.body()).containsPattern("id=\"amount\"[^>]*value=\"" + Pattern.quote(amount) + "\"");
		assertThat(this.user.balance()).isEqualTo(4000);
	}

	@ParameterizedTest
	@CsvSource({ "'+1,000', 5000", "' 1000 ', 5000", "\u2212100, 3900" })
	void amountMayHaveSignSpacesAndThousandsSeparators(String amount, long balance) {
		isDone(adjust(amount, "why", keyOf(this.browser.open(this.path))));
		assertThat(this.user.balance()).isEqualTo(balance);
	}

	@Test
	void missingOrInvalidNoteIsRejected() {
		for (String note : List.of("", "  ", "x".repeat(501), "a\u0000b")) {
			Answer refused = adjust("1", note, keyOf(this.browser.open(this.path)));
			assertThat(refused.status()).isEqualTo(400);
			assertThat(refused.body()).containsPattern("role=\"alert\">This field");
		}
		assertThat(adjust("1", "why", "").status()).isEqualTo(400);
		assertThat(this.user.balance()).isEqualTo(4000);
	}

	@Test
	void rejectionForTheLastAdminIsExplained() {
		this.admins.retireAll();
		Caller last = this.admins.newAdmin();
		ConsoleClient alone = new ConsoleClient(this.client);
		alone.signIn(last.username(), "correct horse battery");
		String own = "/admin/users/" + last.id();
		alone.open(own);
		for (Answer refused : List.of(alone.submit(own + "/enabled", "enabled", "false"),
				alone.submit(own + "/role", "role", "USER"), alone.submit(own + "/erase"))) {
			assertThat(refused.status()).isEqualTo(409);
			assertThat(refused.body()).containsPattern("role=\"alert\">[^<]*admin");
		}
		assertThat(alone.open("/admin").status()).isEqualTo(200);
		createAdmin();
		signIn();
	}

	@Test
	void userIsPromotedLoggedOutAndGivenNewPassword() {
		this.browser.open(this.path);
		isDone(this.browser.submit(this.path + "/role", "role", "ADMIN"));
		assertThat(this.browser.open(this.path).body()).contains("The role was changed.", "Make a user");
		assertThat(this.user.get("/api/admin/totals").status()).isEqualTo(200);
		isDone(this.browser.submit(this.path + "/logout"));
		this.user.get("/api/balance").isProblem(403, "invalid_token");
		Answer refused = this.browser.submit(this.path + "/password", "password", "short");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("A password has 8 to 128 characters.").doesNotContain("short\"");
		isDone(this.browser.submit(this.path + "/password", "password", "another password"));
		assertThat(new ConsoleClient(this.client).signIn(this.user.username(), "another password").status())
			.isEqualTo(302);
	}

	@Test
	void disabledUserIsEnabledAgain() {
		this.browser.open(this.path);
		isDone(this.browser.submit(this.path + "/enabled", "enabled", "false"));
		assertThat(this.browser.open(this.path).body()).contains("The user is disabled", "Enable");
		isDone(this.browser.submit(this.path + "/enabled", "enabled", "true"));
		assertThat(this.browser.open(this.path).body()).contains("may log in and chat again", "Disable");
	}

	@Test
	void erasureIsConfirmedAndShown() {
		this.user.chat("a secret of mine");
		assertThat(this.browser.open(this.path + "/erase").body()).contains(this.user.username(), "Erase for good");
		assertThat(this.browser.open(this.path).body()).contains("a secret of mine");
		isDone(this.browser.submit(this.path + "/erase"));
		Answer page = this.browser.open(this.path);
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.body()).contains("The account was erased.", "erased", "charge")
			.doesNotContain("a secret of mine", this.user.username() + "<", "Adjust the balance");
		assertThat(this.browser.open(this.path + "/erase").body()).contains("erased already")
			.doesNotContain("Erase for good");
	}

	@Test
	void usersAreFilteredByNameRoleAndState() {
		String name = this.user.username();
		assertThat(this.browser.open("/admin/users?search=" + name + "&role=ADMIN").body())
			.doesNotContain(this.path + "\"");
		assertThat(this.browser.open("/admin/users?search=" + name + "&role=&enabled=").body())
			.contains(this.path + "\"");
		assertThat(this.browser.open("/admin/users?search=%22%3E%3Cb%3E").body()).contains("No users were found.",
				"value=\"&quot;&gt;&lt;b&gt;\"");
		assertThat(this.browser.open("/admin/users?search=%00&before=").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin/chats", "/admin/audit" })
	void listReadsAllUsernamesInOneQuery(String list) {
		for (int i = 0; i < 3; i++) {
			Caller other = this.client.newUser();
			other.chat("Hello");
			Admins.change(this.admin, other.id(), Map.of("enabled", false));
		}
		Answer answer = this.browser.open(list);
		assertThat(answer.body()).contains("user-");
		assertThat(this.roundTrips.of(answer)).filteredOn((statement) -> statement.contains("username"))
			.hasSizeLessThanOrEqualTo(2);
	}

	@Test
	void reasonThatCutAReplyIsShown() {
		Caller other = this.client.newUser();
		this.ai.script((message, handler) -> ScriptedModel.say("and so on, ".repeat(3000), handler));
		other.chat("Go on");
		String path = "/admin/users/" + other.id() + "/chats";
		assertThat(this.browser.open(path).body()).containsOnlyOnce("finish reason: length");
		this.ai.reset();
		other.chat("Hello");
		assertThat(this.browser.open(path).body()).containsOnlyOnce("finish reason: ");
	}

	@Test
	void dashboardCountsTodaysChats() {
		String today = java.time.LocalDate.now(java.time.ZoneOffset.UTC).toString();
		this.user.chat("Hello");
		Answer before = this.browser.open("/admin");
		this.user.chat("Hello again");
		Answer after = this.browser.open("/admin");
		Pattern row = Pattern
			.compile("<th scope=\"row\" class=\"when\">" + today + "</th>\\s*<td class=\"number\">([\\d,]+)</td>");
		assertThat(number(row, after)).isEqualTo(number(row, before) + 1);
		assertThat(after.body()).contains("<svg", today + ": ");
	}

	private static long number(Pattern pattern, Answer page) {
		Matcher matcher = pattern.matcher(page.body());
		assertThat(matcher.find()).as(page.body()).isTrue();
		return Long.parseLong(matcher.group(1).replace(",", ""));
	}

	private Answer adjust(String amount, String note, String key) {
		return this.browser.submit(this.path + "/tokens", "amount", amount, "note", note, "key", key);
	}

	private void isDone(Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(302);
		assertThat(answer.header("Location")).isEqualTo(this.path);
	}

	private static String keyOf(Answer page) {
		Matcher key = KEY.matcher(page.body());
		assertThat(key.find()).isTrue();
		return key.group(1);
	}

}

package dev.aichat.user;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** Users: unique names, enabling, roles and session epochs. */
class UserTests extends ServiceTests {

	private static final List<String> SPELLINGS = List.of("Jos\u00e9.Stra\u00dfe", "JOS\u00c9.STRASSE",
			"jose\u0301.strasse", "Ｊos\u00e9.Stra\u1e9ee");

	private static final String PASSWORD = Client.credentials("anyone").get("password");

	@Autowired
	UserService users;

	@Autowired
	TransactionTemplate transaction;

	@Test
	void concurrentRegistrationsOfOneNameCreateOneUser() {
		List<Answer> answers = Concurrently.run(16,
				(i) -> this.client.post("/api/register", Client.credentials(SPELLINGS.get(i % SPELLINGS.size()))));
		assertThat(answers).extracting(Answer::status).containsOnly(201, 400).containsOnlyOnce(201);
		answers.stream()
			.filter((answer) -> answer.status() != 201)
			.forEach((answer) -> answer.isProblem(400, "username_taken"));
		assertThat(this.books.number("SELECT COUNT(*) FROM users WHERE username_key = ?", key(SPELLINGS.get(0))))
			.isOne();
		assertThat(this.books.number("""
				SELECT COUNT(*) FROM ledger l JOIN users u ON u.id = l.user_id WHERE u.username_key = ?""",
				key(SPELLINGS.get(0))))
			.isOne();
		assertThat(SPELLINGS).allSatisfy((spelling) -> assertThat(logIn(spelling).status()).isEqualTo(200));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ÀDA", "àda", "a\u0300da", "  Àda  ", "Ａ\u0300da" })
	void anySpellingOfTheNameLogsIn(String spelling) {
		this.client.post("/api/register", Client.credentials("Àda"));
		String token = logIn(spelling).text("token");
		assertThat(this.client.get("/api/balance", "Authorization", "Bearer " + token).text("username"))
			.isEqualTo("Àda");
	}

	@Test
	void failedLogInsOfDisabledAndUnknownUsersLookTheSame() {
		Caller user = this.client.newUser();
		Answer wrongPassword = this.client.post("/api/login",
				Map.of("username", user.username(), "password", "a wrong password"));
		this.books.disable(user.id());
		Answer disabled = logIn(user.username()).isProblem(401, "invalid_credentials");
		Answer unknown = logIn("nobody-of-that-name").isProblem(401, "invalid_credentials");
		Answer impossible = logIn("no name!").isProblem(401, "invalid_credentials");
		assertThat(List.of(disabled, unknown, impossible)).extracting(Answer::body).containsOnly(wrongPassword.body());
		assertThat(disabled.headers().map().keySet()).isEqualTo(wrongPassword.headers().map().keySet());
	}

	@Test
	void namesOf150CharactersAreStored() {
		for (String letter : List.of("x", "𝒜", "ß", "語")) {
			String name = letter.repeat(150);
			assertThat(this.client.post("/api/register", Client.credentials(name)).text("username")).isEqualTo(name);
			assertThat(logIn(name).status()).isEqualTo(200);
		}
	}

	@Test
	void changeReturnsWhetherARowChanged() {
		long id = this.client.newUser().id();
		assertThat(this.users.enable(id)).isFalse();
		assertThat(this.users.disable(id)).isTrue();
		assertThat(this.users.disable(id)).isFalse();
		assertThat(this.users.enable(id)).isTrue();
		assertThat(this.users.changeRole(id, Role.USER)).isFalse();
		assertThat(this.users.changeRole(id, Role.ADMIN)).isTrue();
		assertThat(this.users.endSessions(id)).isTrue();
		assertThat(this.users.resetPassword(id, this.users.hashPassword("another password"))).isTrue();
		long nobody = Long.MAX_VALUE;
		assertThat(
				List.of(this.users.enable(nobody), this.users.disable(nobody), this.users.changeRole(nobody, Role.USER),
						this.users.endSessions(nobody), this.users.resetPassword(nobody, "hash")))
			.containsOnly(false);
	}

	@Test
	void onlyChangesThatEndSessionsBeginAnEpoch() {
		Caller user = this.client.newUser();
		List<Supplier<Boolean>> changes = List.of(() -> this.users.changeRole(user.id(), Role.ADMIN),
				() -> this.users.disable(user.id()), () -> this.users.disable(user.id()),
				() -> this.users.enable(user.id()), () -> this.users.endSessions(user.id()),
				() -> this.users.resetPassword(user.id(), this.users.hashPassword(PASSWORD)));
		assertThat(changes.stream().map((change) -> {
			change.get();
			return epoch(user);
		})).containsExactly(0L, 1L, 1L, 1L, 2L, 3L);
		assertThat(logIn(user.username()).status()).isEqualTo(200);
	}

	private long epoch(Caller user) {
		return this.books.number("SELECT session_epoch FROM users WHERE username = ?", user.username());
	}

	private Answer logIn(String username) {
		return this.client.post("/api/login", Client.credentials(username));
	}

	private static String key(String text) {
		return Username.parse(text).map(Username::key).orElseThrow();
	}

}

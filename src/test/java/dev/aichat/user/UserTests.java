package dev.aichat.user;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.testing.Books;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.SystemTest;

import static org.assertj.core.api.Assertions.assertThat;

/** A name belongs to one user, however it is written, and so does what is theirs. */
@SystemTest
abstract class UserTests {

	private static final List<String> SPELLINGS = List.of("Jos\u00e9.Stra\u00dfe", "JOS\u00c9.STRASSE",
			"jose\u0301.strasse", "Ｊos\u00e9.Stra\u1e9ee");

	private static final String PASSWORD = Client.credentials("anyone").get("password");

	@Autowired
	Client client;

	@Autowired
	Books books;

	@Autowired
	UserService accounts;

	@Autowired
	TransactionTemplate transaction;

	@Test
	void oneOfManyWhoRegisterOneNameAtOnceGetsIt() {
		List<Answer> answers = Concurrently.run(16,
				(i) -> this.client.post("/api/register", Client.credentials(SPELLINGS.get(i % SPELLINGS.size()))));
		assertThat(answers).extracting(Answer::status).containsOnly(201, 400).containsOnlyOnce(201);
		answers.stream()
			.filter((answer) -> answer.status() != 201)
			.forEach((answer) -> answer.isProblem(400, "username_taken"));
		assertThat(count("SELECT COUNT(*) FROM users WHERE username_key = ?", key(SPELLINGS.get(0)))).isOne();
		assertThat(count("""
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
	void disabledUserLearnsNoMoreThanAStranger() {
		Caller user = this.client.newUser();
		Answer wrongPassword = this.client.post("/api/login",
				Map.of("username", user.username(), "password", "a wrong password"));
		this.books.sql().sql("UPDATE users SET enabled = FALSE WHERE id = ?").param(user.id()).update();
		Answer disabled = logIn(user.username()).isProblem(401, "invalid_credentials");
		Answer stranger = logIn("nobody-of-that-name").isProblem(401, "invalid_credentials");
		Answer impossible = logIn("no name!").isProblem(401, "invalid_credentials");
		assertThat(List.of(disabled, stranger, impossible)).extracting(Answer::body).containsOnly(wrongPassword.body());
		assertThat(disabled.headers().map().keySet()).isEqualTo(wrongPassword.headers().map().keySet());
	}

	@Test
	void longestNamesAreStored() {
		for (String letter : List.of("x", "𝒜", "ß", "語")) {
			String name = letter.repeat(150);
			assertThat(this.client.post("/api/register", Client.credentials(name)).text("username")).isEqualTo(name);
			assertThat(logIn(name).status()).isEqualTo(200);
		}
	}

	@Test
	void everyChangeTellsWhetherItChangedAnything() {
		long id = this.client.newUser().id();
		assertThat(this.accounts.enable(id)).isFalse();
		assertThat(this.accounts.disable(id)).isTrue();
		assertThat(this.accounts.disable(id)).isFalse();
		assertThat(this.accounts.enable(id)).isTrue();
		assertThat(this.accounts.changeRole(id, Role.USER)).isFalse();
		assertThat(this.accounts.changeRole(id, Role.ADMIN)).isTrue();
		assertThat(this.accounts.endSessions(id)).isTrue();
		assertThat(this.accounts.resetPassword(id, this.accounts.hashPassword("another password"))).isTrue();
		long nobody = Long.MAX_VALUE;
		assertThat(List.of(this.accounts.enable(nobody), this.accounts.disable(nobody),
				this.accounts.changeRole(nobody, Role.USER), this.accounts.endSessions(nobody),
				this.accounts.resetPassword(nobody, "hash")))
			.containsOnly(false);
	}

	@Test
	void whatEndsSessionsBeginsAnEpochAndNothingElseDoes() {
		Caller user = this.client.newUser();
		List<Supplier<Boolean>> changes = List.of(() -> this.accounts.changeRole(user.id(), Role.ADMIN),
				() -> this.accounts.disable(user.id()), () -> this.accounts.disable(user.id()),
				() -> this.accounts.enable(user.id()), () -> this.accounts.endSessions(user.id()),
				() -> this.accounts.resetPassword(user.id(), this.accounts.hashPassword(PASSWORD)));
		assertThat(changes.stream().map((change) -> {
			change.get();
			return epoch(user);
		})).containsExactly(0L, 1L, 1L, 1L, 2L, 3L);
		assertThat(logIn(user.username()).status()).isEqualTo(200);
	}

	@Test
	void oneOfManyWhoProvedOnePasswordChangesIt() {
		Caller caller = this.client.newUser();
		User user = this.accounts.authenticate(caller.id(), PASSWORD).orElseThrow();
		String hash = this.accounts.hashPassword("another password");
		List<Optional<Long>> epochs = Concurrently.run(8,
				(i) -> this.transaction.execute((status) -> this.accounts.changePassword(user, hash)));
		assertThat(epochs).containsOnlyOnce(Optional.of(1L)).containsOnly(Optional.of(1L), Optional.empty());
		assertThat(this.accounts.authenticate(caller.id(), PASSWORD)).isEmpty();
		assertThat(this.accounts.authenticate(caller.id(), "another password")).isPresent();
	}

	private long epoch(Caller user) {
		return count("SELECT session_epoch FROM users WHERE username = ?", user.username());
	}

	private Answer logIn(String username) {
		return this.client.post("/api/login", Client.credentials(username));
	}

	private long count(String query, String parameter) {
		return this.books.sql().sql(query).param(parameter).query(Long.class).single();
	}

	private static String key(String text) {
		return Username.parse(text).map(Username::key).orElseThrow();
	}

}

package dev.aichat.user;

import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

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

	@Test
	void concurrentRegistrationsOfOneNameCreateOneUser() {
		List<Answer> answers = Concurrently.run(16,
				(i) -> this.client.post("/api/register", Client.credentials(SPELLINGS.get(i % SPELLINGS.size()))));
		assertThat(answers).extracting(Answer::status).containsOnly(201, 400).containsOnlyOnce(201);
		answers.stream()
			.filter((answer) -> answer.status() != 201)
			.forEach((answer) -> answer.isProblem(400, "username_taken"));
		assertThat(SPELLINGS).allSatisfy((spelling) -> assertThat(logIn(spelling).status()).isEqualTo(200));
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
	void changeReturnsWhetherARowChangedAndBeginsAnEpochIfItEndsSessions() {
		Caller user = this.client.newUser();
		changes(user, this.users::enable, false, 0);
		changes(user, this.users::disable, true, 1);
		changes(user, this.users::disable, false, 1);
		changes(user, this.users::enable, true, 1);
		changes(user, (id) -> this.users.changeRole(id, Role.USER), false, 1);
		changes(user, (id) -> this.users.changeRole(id, Role.ADMIN), true, 1);
		changes(user, this.users::endSessions, true, 2);
		changes(user, (id) -> this.users.resetPassword(id, this.users.hashPassword(PASSWORD)), true, 3);
		assertThat(logIn(user.username()).status()).isEqualTo(200);
	}

	private void changes(Caller user, LongPredicate change, boolean changed, long epoch) {
		assertThat(change.test(Long.MAX_VALUE)).as("no such user").isFalse();
		assertThat(change.test(user.id())).isEqualTo(changed);
		assertThat(this.books.number("SELECT session_epoch FROM users WHERE id = ?", user.id())).isEqualTo(epoch);
	}

	private Answer logIn(String username) {
		return this.client.post("/api/login", Client.credentials(username));
	}

}

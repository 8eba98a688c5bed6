package dev.aichat.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;

import dev.aichat.testing.Admins;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** Tests {@link SuperuserService}. */
class SuperuserServiceTests extends ServiceTests {

	private static final String PASSWORD = "correct horse battery";

	@Autowired
	SuperuserService superusers;

	@Test
	void createdAdminCanUseTheAdminApi() {
		String name = newName();
		assertThat(create(interactive(PASSWORD, PASSWORD), "--username=" + name))
			.isEqualTo("Created the admin %s.".formatted(name));
		String bearer = "Bearer " + this.client.logIn(name, PASSWORD).text("token");
		assertThat(this.client.get("/api/admin/totals", "Authorization", bearer).status()).isEqualTo(200);
		assertThat(this.client.get("/api/balance", "Authorization", bearer).number("tokens")).isEqualTo(4000);
		assertThat(
				this.client.get("/api/admin/audit?limit=1", "Authorization", bearer).json().at("/items/0").toString())
			.contains("\"actor\":null,\"action\":\"CREATE\"", "\"before\":null", "\"role\":\"ADMIN\"");
	}

	@Test
	void missingNameIsAskedForAndPipedLineIsThePassword() {
		String name = newName();
		create(interactive(name, PASSWORD, PASSWORD));
		assertThat(this.client.logIn(name, PASSWORD).status()).isEqualTo(200);
		String piped = newName();
		create(piped("p\u00e4ssw\u00f6rd "), "--username=" + piped);
		assertThat(this.client.logIn(piped, "p\u00e4ssw\u00f6rd ").status()).isEqualTo(200);
	}

	@Test
	void existingUserIsPromotedAfterConfirmationAndKeepsThePassword() {
		Caller user = this.client.newUser();
		this.books.disable(user.id());
		String option = "--username=" + user.username();
		assertThat(rejects(interactive("n"), option)).isEqualTo("Nothing was changed.");
		assertThat(rejects(interactive(""), option)).isEqualTo("Nothing was changed.");
		assertThat(rejects(piped("another password"), option)).contains("--yes");
		assertThat(create(interactive("y"), option.toUpperCase(Locale.ROOT).replace("--USERNAME", "--username")))
			.isEqualTo(user.username() + " is an admin now.");
		String token = this.client.logIn(user.username(), PASSWORD).text("token");
		assertThat(this.client.get("/api/admin/totals", "Authorization", "Bearer " + token).status()).isEqualTo(200);
		assertThat(Admins.audit(this.admins.newAdmin(), user.id()))
			.extracting((entry) -> entry.get("action").stringValue() + " by " + entry.get("actor"))
			.containsExactlyInAnyOrder("CHANGE_ROLE by null", "ENABLE by null");
	}

	@Test
	void passwordOfExistingUserIsReplacedOnlyWithResetPassword() {
		Caller user = this.client.newUser();
		String option = "--username=" + user.username();
		assertThat(create(piped("another password"), option, "--yes", "--reset-password"))
			.isEqualTo(user.username() + " is an admin now, with a new password.");
		assertThat(this.client.logIn(user.username(), "another password").status()).isEqualTo(200);
		assertThat(create(piped("a third password"), option)).isEqualTo(user.username() + " is an admin already.");
		assertThat(this.client.logIn(user.username(), "another password").status()).isEqualTo(200);
		rejects(piped("short"), option, "--yes", "--reset-password");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--username=", "--username=no name!", "--name=ada" })
	void invalidNameIsRejected(String option) {
		rejects(piped(PASSWORD), option);
	}

	@Test
	void invalidOrMissingPasswordIsRejected() {
		String option = "--username=" + newName();
		assertThat(rejects(piped("short"), option)).isEqualTo("A password has 8 to 128 characters.");
		rejects(piped(""), option);
		assertThat(rejects(piped(null), option)).contains("AICHAT_SUPERUSER_PASSWORD");
		assertThat(rejects(interactive(PASSWORD, "correct horse batterie"), option)).contains("not the same");
	}

	/** A terminal at which somebody gives these answers. */
	private static Terminal interactive(String... answers) {
		Terminal terminal = mock();
		Deque<String> left = new ArrayDeque<>(List.of(answers));
		given(terminal.isInteractive()).willReturn(true);
		given(terminal.ask(any())).willAnswer((question) -> left.removeFirst());
		given(terminal.askSecret(any())).willAnswer((question) -> left.removeFirst());
		return terminal;
	}

	/** A script that pipes one line in, or nothing. */
	private static Terminal piped(@Nullable String line) {
		Terminal terminal = mock();
		given(terminal.ask(any())).willReturn("");
		given(terminal.readLine()).willReturn(Optional.ofNullable(line));
		return terminal;
	}

	private String create(Terminal terminal, String... options) {
		return this.superusers.create(new DefaultApplicationArguments(options), terminal);
	}

	private String rejects(Terminal terminal, String... options) {
		long users = count();
		StringBuilder sentence = new StringBuilder();
		assertThatExceptionOfType(CommandException.class).isThrownBy(() -> create(terminal, options))
			.satisfies((refused) -> sentence.append(refused.getMessage()));
		assertThat(count()).isEqualTo(users);
		return sentence.toString();
	}

	private long count() {
		return this.books.number("SELECT COUNT(*) FROM users");
	}

	private String newName() {
		return "super-" + this.client.newUser().username();
	}

}

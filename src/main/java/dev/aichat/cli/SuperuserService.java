package dev.aichat.cli;

import jakarta.validation.Validator;

import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Service;

import dev.aichat.admin.UserAdministrationService;
import dev.aichat.admin.UserChange;
import dev.aichat.user.Role;
import dev.aichat.user.UserQueries;
import dev.aichat.user.UserSummary;
import dev.aichat.user.Username;
import dev.aichat.user.ValidPassword;

/** Creates an admin, or promotes a user, at the command line. */
@Service
class SuperuserService {

	/** The environment variable that may hold the password. */
	private static final String PASSWORD = "AICHAT_SUPERUSER_PASSWORD";

	private final UserAdministrationService administration;

	private final UserQueries users;

	private final Validator validator;

	private final Environment environment;

	SuperuserService(UserAdministrationService administration, UserQueries users, Validator validator,
			Environment environment) {
		this.administration = administration;
		this.users = users;
		this.validator = validator;
		this.environment = environment;
	}

	/**
	 * Creates an admin, or makes an existing user one, who is enabled and keeps the
	 * password unless {@code --reset-password} is given. Returns the outcome as a
	 * sentence.
	 */
	String create(ApplicationArguments options, Terminal terminal) {
		Username name = username(options, terminal);
		return this.users.find(name)
			.map((user) -> promote(user, options, terminal))
			.orElseGet(() -> "Created the admin %s."
				.formatted(this.administration.createAdmin(name, password(terminal)).username()));
	}

	private String promote(UserSummary user, ApplicationArguments options, Terminal terminal) {
		boolean reset = options.containsOption("reset-password");
		if (user.enabledAdmin() && !reset) {
			return "%s is an admin already.".formatted(user.username());
		}
		if (!options.containsOption("yes")) {
			confirm(user, reset, terminal);
		}
		this.administration.change(null, user.id(),
				new UserChange(true, Role.ADMIN, reset ? password(terminal) : null));
		return "%s is an admin now%s.".formatted(user.username(), reset ? ", with a new password" : "");
	}

	private static void confirm(UserSummary user, boolean reset, Terminal terminal) {
		if (!terminal.isInteractive()) {
			throw new CommandException(
					"The user %s exists already: add --yes to make them an admin.".formatted(user.username()));
		}
		String answer = terminal.ask("The user %s exists already. Make them an admin%s? [y/N] "
			.formatted(user.username(), reset ? " with a new password" : ""));
		if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
			throw new CommandException("Nothing was changed.");
		}
	}

	private static Username username(ApplicationArguments options, Terminal terminal) {
		String given = options.containsOption("username") ? String.join(" ", options.getOptionValues("username"))
				: terminal.ask("Username: ");
		if (given.isBlank()) {
			throw new CommandException("A name is needed: --username=ada");
		}
		return Username.parse(given).orElseThrow(() -> new CommandException(Username.RULE + "."));
	}

	private String password(Terminal terminal) {
		String given = this.environment.getProperty(PASSWORD, "");
		String password = given.isEmpty() ? entered(terminal) : given;
		this.validator.validate(new NewPassword(password)).stream().findFirst().ifPresent((broken) -> {
			throw new CommandException(broken.getMessage());
		});
		return password;
	}

	private static String entered(Terminal terminal) {
		if (!terminal.isInteractive()) {
			return terminal.readLine()
				.orElseThrow(() -> new CommandException(
						"A password is needed: at the terminal, in %s, or on standard input.".formatted(PASSWORD)));
		}
		String password = terminal.askSecret("Password: ");
		if (!password.equals(terminal.askSecret("Password again: "))) {
			throw new CommandException("The two passwords are not the same.");
		}
		return password;
	}

	/** A password to be validated. */
	private record NewPassword(@ValidPassword String value) {
	}

}

package dev.aichat.cli;

import java.util.Optional;

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

/** Makes somebody an admin for whoever can start the service. */
@Service
class SuperuserService {

	/** Where a password may be, when nobody is to be asked. */
	private static final String PASSWORD = "AICHAT_SUPERUSER_PASSWORD";

	private final UserAdministrationService administration;

	private final UserQueries directory;

	private final Validator validator;

	private final Environment environment;

	SuperuserService(UserAdministrationService administration, UserQueries directory, Validator validator,
			Environment environment) {
		this.administration = administration;
		this.directory = directory;
		this.validator = validator;
		this.environment = environment;
	}

	/**
	 * Creates an admin, or makes a user one: then they are enabled, and keep their
	 * password unless {@code --reset-password} is given.
	 * @param options {@code --username}, {@code --yes}, {@code --reset-password}
	 * @param terminal who to ask for what is missing
	 * @return what was done, as a sentence
	 * @throws CommandException if nothing was done
	 */
	String create(ApplicationArguments options, Terminal terminal) {
		Username name = username(options, terminal);
		Optional<UserSummary> known = this.directory.find(name);
		return known.isPresent() ? promote(known.get(), options, terminal) : create(name, terminal);
	}

	private String create(Username name, Terminal terminal) {
		UserSummary created = this.administration.createAdmin(name, password(terminal));
		return "Created the admin %s.".formatted(created.username());
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
		if (!terminal.hasPerson()) {
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
		if (!terminal.hasPerson()) {
			return terminal.line()
				.orElseThrow(() -> new CommandException(
						"A password is needed: on the console, in %s, or on standard input.".formatted(PASSWORD)));
		}
		String password = terminal.askUnseen("Password: ");
		if (!password.equals(terminal.askUnseen("Password again: "))) {
			throw new CommandException("The two passwords are not the same.");
		}
		return password;
	}

	/**
	 * A password that somebody wants.
	 *
	 * @param value the password
	 */
	private record NewPassword(@ValidPassword String value) {
	}

}

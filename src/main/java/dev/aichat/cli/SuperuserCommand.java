package dev.aichat.cli;

import java.sql.SQLException;
import java.util.Arrays;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

import dev.aichat.web.ProblemException;

/**
 * The command {@code create-superuser --username=ada}: the application starts without a
 * web server, with no more than the command needs, and ends.
 */
public final class SuperuserCommand {

	private static final String NAME = "create-superuser";

	/** What H2 says when another process has the file. */
	private static final int DATABASE_IN_USE = 90020;

	private SuperuserCommand() {
	}

	/**
	 * Whether the command is asked for.
	 * @param arguments of the process
	 * @return whether the command's name is among them
	 */
	public static boolean isIn(String... arguments) {
		return Arrays.asList(arguments).contains(NAME);
	}

	/**
	 * Carries the command out.
	 * @param application the application's class
	 * @param arguments of the process: the command's options, and any Spring property
	 * @return the exit code: 0, or 1 after one sentence on standard error
	 */
	public static int run(Class<?> application, String... arguments) {
		return run(application, new Terminal(), arguments);
	}

	static int run(Class<?> application, Terminal terminal, String... arguments) {
		try (ConfigurableApplicationContext context = start(application, arguments)) {
			terminal.say(context.getBean(SuperuserService.class)
				.create(context.getBean(ApplicationArguments.class), terminal));
			return 0;
		}
		catch (CommandException | ProblemException ex) {
			terminal.complain(String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			terminal.complain(reason(ex));
		}
		return 1;
	}

	static ConfigurableApplicationContext start(Class<?> application, String... arguments) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.lazyInitialization(true)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.properties("logging.level.root=off")
			.run(arguments);
	}

	private static String reason(RuntimeException failure) {
		if (failure instanceof FailureAnalyzedException told) {
			return told.analysis().getDescription().replace(System.lineSeparator(), " ");
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException refused && refused.getErrorCode() == DATABASE_IN_USE) {
				return "The database file is in use: stop the service first. (On PostgreSQL it can go on.)";
			}
		}
		String message = NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
		return "The command failed: " + String.valueOf(message).lines().findFirst().orElse("");
	}

}

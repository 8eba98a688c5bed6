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
 * The command {@code create-superuser --username=ada}. It starts the application without
 * a web server and with lazy beans, and ends.
 */
public final class SuperuserCommand {

	private static final String NAME = "create-superuser";

	/** H2's error code for a file that another process has locked. */
	private static final int DATABASE_IN_USE = 90020;

	private SuperuserCommand() {
	}

	/** Tells whether the command is among the arguments of the process. */
	public static boolean isIn(String... arguments) {
		return Arrays.asList(arguments).contains(NAME);
	}

	/** Returns the exit code: 0, or 1 after one sentence on standard error. */
	public static int run(Class<?> application, String... arguments) {
		return run(application, new Terminal(), arguments);
	}

	static int run(Class<?> application, Terminal terminal, String... arguments) {
		try (ConfigurableApplicationContext context = start(application, arguments)) {
			terminal.print(context.getBean(SuperuserService.class)
				.create(context.getBean(ApplicationArguments.class), terminal));
			return 0;
		}
		catch (CommandException | ProblemException ex) {
			terminal.printError(String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			terminal.printError(reason(ex));
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

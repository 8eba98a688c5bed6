package dev.aichat.cli;

import java.util.Arrays;
import java.util.Objects;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

import dev.aichat.web.ProblemException;

/**
 * The command {@code create-superuser --username=ada}. It starts the application without
 * a web server and with lazy beans, and ends.
 */
public final class SuperuserCommand {

	private static final String NAME = "create-superuser";

	private SuperuserCommand() {
	}

	/** Returns whether the command is among the arguments of the process. */
	public static boolean isIn(String... arguments) {
		return Arrays.asList(arguments).contains(NAME);
	}

	/** Returns the exit code: 0, or 1 after one sentence on standard error. */
	public static int run(Class<?> application, String... arguments) {
		return run(application, new Terminal(), arguments);
	}

	static int run(Class<?> application, Terminal terminal, String... arguments) {
		ConfigurableEnvironment settings = new StandardEnvironment();
		try (ConfigurableApplicationContext context = start(application, settings, arguments)) {
			terminal.print(context.getBean(SuperuserService.class)
				.create(context.getBean(ApplicationArguments.class), terminal));
			return 0;
		}
		catch (CommandException | ProblemException ex) {
			terminal.printError(String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			terminal.printError(reason(ex, settings));
		}
		return 1;
	}

	static ConfigurableApplicationContext start(Class<?> application, ConfigurableEnvironment settings,
			String... arguments) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.environment(settings)
			.lazyInitialization(true)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.properties("logging.level.root=off")
			.run(arguments);
	}

	/** Asks the failure analyzers, as the service does when it cannot start. */
	private static String reason(RuntimeException failure, Environment settings) {
		if (failure instanceof FailureAnalyzedException analyzed) {
			return sentences(analyzed.analysis());
		}
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, ArgumentResolver.of(Environment.class, settings), (type, name, ex) -> {
				// It needs more than the settings
			})
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.map(SuperuserCommand::sentences)
			.orElseGet(() -> "The command failed: " + NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
	}

	private static String sentences(FailureAnalysis analysis) {
		return "%s %s".formatted(analysis.getDescription(), analysis.getAction()).replaceAll("\\s+", " ");
	}

}

package dev.aichat.cli;

import java.util.Arrays;
import java.util.List;
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
 * The command {@code create-superuser --username=ada}: the application starts without a
 * web server, with no more than the command needs, and ends.
 */
public final class SuperuserCommand {

	private static final String NAME = "create-superuser";

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
		ConfigurableEnvironment settings = new StandardEnvironment();
		try (ConfigurableApplicationContext context = start(application, settings, arguments)) {
			terminal.say(context.getBean(SuperuserService.class)
				.create(context.getBean(ApplicationArguments.class), terminal));
			return 0;
		}
		catch (CommandException | ProblemException ex) {
			terminal.complain(String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			terminal.complain(reason(ex, settings));
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
		if (failure instanceof FailureAnalyzedException told) {
			return sentences(told.analysis());
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

package dev.aichat.startup;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains why the database cannot be used, by PostgreSQL's SQL states and H2's error
 * codes.
 */
@Order(0)
class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

	private final Environment settings;

	DatabaseFailureAnalyzer(Environment settings) {
		this.settings = settings;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable failure, SQLException outermost) {
		SQLException cause = innermost(outermost);
		String state = String.valueOf(cause.getSQLState());
		return switch (state) {
			case "28P01", "28000", "08004" -> analysis("The database at %s refused the user or the password: %s.",
					"Correct spring.datasource.username and spring.datasource.password.", cause);
			case "3D000" -> analysis("The database at %s does not exist: %s.",
					"Create the database, or correct spring.datasource.url.", cause);
			case "42501" -> analysis("The user of the database at %s lacks a right: %s.",
					"Make the user the owner of the database, or GRANT CREATE ON SCHEMA public to it.", cause);
			case "42P07" -> analysis("The schema at %s contains a table of another application: %s.",
					"Give the service a database or a schema of its own.", cause);
			case "90020" -> analysis("The database file %s is in use by another process.",
					"Stop the service or command that uses it, or use PostgreSQL, which several can share.", cause);
			case "90028", "90030", "90031", "90048" -> analysis("The database file %s cannot be read: %s.",
					"Restore the file from a backup, or move it away to begin anew.", cause);
			default -> state.matches("(08|53|57).*") ? analysis("The database at %s cannot be reached: %s.",
					"Start the database, or correct spring.datasource.url.", cause) : null;
		};
	}

	private static SQLException innermost(SQLException outermost) {
		SQLException innermost = outermost;
		for (Throwable cause = outermost; cause != null; cause = cause.getCause()) {
			innermost = (cause instanceof SQLException next) ? next : innermost;
		}
		return innermost;
	}

	private FailureAnalysis analysis(String problem, String action, SQLException cause) {
		String url = StartupChecks.withoutParameters(StartupChecks.databaseUrl(this.settings));
		String address = url.replaceFirst("^jdbc:(h2:(file:)?|postgresql:(//)?)", "");
		return new FailureAnalysis(problem.formatted(address, reason(cause)), action, cause);
	}

	/**
	 * The root cause where it says more than the driver; else the driver's first line.
	 */
	private static String reason(SQLException failure) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
		boolean tells = !(root instanceof SQLException) && root.getMessage() != null;
		String message = tells ? "%s: %s".formatted(root.getClass().getSimpleName(), root.getMessage())
				: String.valueOf(failure.getMessage());
		return message.lines().findFirst().orElse("").replaceFirst("\\.$", "");
	}

}

package dev.aichat.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Rejects settings that would fail late and unclearly, before any bean is made, and
 * creates the H2 database for the user who runs the service alone.
 */
@Component
class StartupChecks implements BeanFactoryPostProcessor {

	private static final String H2_FILE = "jdbc:h2:file:";

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		Environment settings = beans.getBean(Environment.class);
		String contextPath = settings.getProperty("server.servlet.context-path", "");
		if (!contextPath.isEmpty() && !contextPath.equals("/")) {
			throw new FailureAnalyzedException(
					"server.servlet.context-path is %s, but the service works only at the root of its host."
						.formatted(contextPath),
					"Remove the setting, and give the service a host name of its own.");
		}
		String port = settings.getProperty("server.port", "");
		if (port.equals(settings.getProperty("management.server.port")) && !port.equals("0")) {
			throw new FailureAnalyzedException("server.port and management.server.port are both %s.".formatted(port),
					"Set one of them to another port.");
		}
		if (!settings.getProperty("spring.datasource.hikari.auto-commit", Boolean.class, true)) {
			throw new FailureAnalyzedException(
					"spring.datasource.hikari.auto-commit is false, but replies are stored by statements that "
							+ "commit by themselves.",
					"Remove the setting, and hibernate.connection.provider_disables_autocommit, too.");
		}
		String url = databaseUrl(settings);
		try {
			DriverManager.getDriver(url);
		}
		catch (SQLException ex) {
			throw new FailureAnalyzedException(
					"spring.datasource.url is not an address of PostgreSQL or H2: %s."
						.formatted(withoutParameters(url)),
					"Change it to the form jdbc:postgresql://host:5432/database, or remove it to use an H2 file.");
		}
		if (url.startsWith(H2_FILE)) {
			String file = withoutParameters(url).substring(H2_FILE.length()) + ".mv.db";
			createPrivate(Path.of(file.replaceFirst("^~", System.getProperty("user.home"))).toAbsolutePath());
		}
	}

	/** The pool's own setting takes precedence over the general one. */
	static String databaseUrl(Environment settings) {
		return settings.getProperty("spring.datasource.hikari.jdbc-url",
				settings.getProperty("spring.datasource.url", ""));
	}

	/** Removes what may hold a password. */
	static String withoutParameters(String url) {
		return url.replaceFirst("[?;].*", "");
	}

	/** Existing files keep their permissions: they may be shared on purpose. */
	private static void createPrivate(Path file) {
		try {
			Files.createDirectories(file.getParent(), ownerOnly("rwx------"));
			if (!Files.exists(file)) {
				Files.createFile(file, ownerOnly("rw-------"));
			}
			else if (!Files.isWritable(file)) {
				throw new AccessDeniedException(file.toString());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static FileAttribute<?>[] ownerOnly(String permissions) {
		boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

}

package dev.aichat.startup;

import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains why the host's files, folders and ports, or a setting of the service, prevent
 * the start.
 */
@Order(0)
class HostFailureAnalyzer implements FailureAnalyzer {

	private static final Map<Class<?>, String> REASONS = Map.of(AccessDeniedException.class, "permission denied",
			NoSuchFileException.class, "it does not exist", FileAlreadyExistsException.class,
			"a file is where a folder should be");

	private final Environment settings;

	HostFailureAnalyzer(Environment settings) {
		this.settings = settings;
	}

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		FailureAnalysis analysis = null;
		for (Throwable cause = failure; cause != null && analysis == null; cause = cause.getCause()) {
			analysis = explain(cause);
		}
		return analysis;
	}

	private @Nullable FailureAnalysis explain(Throwable cause) {
		String message = String.valueOf(cause.getMessage());
		if (cause instanceof PortInUseException inUse) {
			return port(inUse);
		}
		if (cause instanceof BindException) {
			return new FailureAnalysis(
					"The service cannot listen at server.address or management.server.address, or at their ports: %s."
						.formatted(message),
					"Set them to addresses of this machine, or to 0.0.0.0, and to ports from 1024 on.", cause);
		}
		if (cause instanceof FileSystemException file && file.getFile() != null) {
			return file(Path.of(file.getFile()).toAbsolutePath().normalize(), file);
		}
		if (cause instanceof IllegalStateException && message.startsWith("aichat.")) {
			return new FailureAnalysis(message, "Correct the setting.", cause);
		}
		return null;
	}

	private FailureAnalysis port(PortInUseException inUse) {
		String port = String.valueOf(inUse.getPort());
		String property = port.equals(this.settings.getProperty("management.server.port")) ? "management.server.port"
				: "server.port";
		return new FailureAnalysis("Port %s (%s) is in use by another process.".formatted(port, property),
				"Stop the other process, or set %s to another port.".formatted(property), inUse);
	}

	private static FailureAnalysis file(Path file, FileSystemException failure) {
		Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
		String reason = REASONS.getOrDefault(failure.getClass(), failure.getReason());
		if (temporary.equals(file.getParent())) {
			return new FailureAnalysis("The temporary folder %s cannot be used: %s.".formatted(temporary, reason),
					"Start with -Djava.io.tmpdir= and a folder that the service may write to.", failure);
		}
		return new FailureAnalysis("%s cannot be read or written: %s.".formatted(file, reason),
				"Start the service in a folder that it may write to, "
						+ "or set spring.datasource.url and aichat.jwt.secret so that it needs none.",
				failure);
	}

}

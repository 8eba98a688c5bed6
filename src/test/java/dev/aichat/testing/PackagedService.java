package dev.aichat.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.mock.env.MockEnvironment;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.util.function.ThrowingSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The service in a process of its own: the packaged jar, if there is one. */
public final class PackagedService implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private final Process process;

	private final Path log;

	private final Client client;

	private PackagedService(Process process, Path log, Client client) {
		this.process = process;
		this.log = log;
		this.client = client;
	}

	/**
	 * Starts the service and waits until it is ready.
	 * @param folder where it runs, and keeps what it stores there by default
	 * @param settings more environment variables
	 * @return the service
	 */
	public static PackagedService start(Path folder, Map<String, String> settings) throws IOException {
		Path log = folder.resolve("service.log");
		String port = Integer.toString(TestSocketUtils.findAvailableTcpPort());
		String managementPort = Integer.toString(TestSocketUtils.findAvailableTcpPort());
		ProcessBuilder builder = new ProcessBuilder(command()).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
		builder.environment().putAll(settings);
		builder.environment().put("PORT", port);
		builder.environment().put("MANAGEMENT_SERVER_PORT", managementPort);
		Client client = new Client(new MockEnvironment().withProperty("local.server.port", port)
			.withProperty("local.management.port", managementPort));
		PackagedService service = new PackagedService(builder.start(), log, client);
		try {
			await().atMost(PATIENCE).until(service::isReady);
			return service;
		}
		catch (RuntimeException | Error ex) {
			service.kill();
			throw ex;
		}
	}

	public Client client() {
		return this.client;
	}

	/** Sends {@code SIGKILL}. */
	public void kill() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	/** Sends a signal such as {@code STOP}. */
	public void signal(String name) throws IOException {
		new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).start();
	}

	/** Sends {@code SIGTERM}. */
	public void terminate() {
		this.process.destroy();
	}

	/** Sends {@code SIGTERM} and waits for the end. */
	public void stop() {
		terminate();
		awaitEnd();
	}

	/** Waits for the end. */
	public int exitCode() {
		awaitEnd();
		return this.process.exitValue();
	}

	public String log() {
		return ThrowingSupplier.of(() -> Files.readString(this.log)).get();
	}

	@Override
	public void close() {
		kill();
	}

	/** Without a jar, the compiled classes, but no test's settings. */
	private static List<String> command() {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String jar = System.getProperty("aichat.jar");
		if (jar != null) {
			return List.of(java, "-jar", jar);
		}
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.endsWith("test-classes"))
			.collect(Collectors.joining(File.pathSeparator));
		return List.of(java, "-XX:TieredStopAtLevel=1", "-cp", classPath, "dev.aichat.AiChatApplication");
	}

	private boolean isReady() throws IOException {
		assertThat(this.process.isAlive()).as(() -> "the service ended: " + log()).isTrue();
		try {
			return this.client.get("/readyz").status() == 200;
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	private void awaitEnd() {
		assertThat(this.process.onExit()).succeedsWithin(PATIENCE);
	}

}

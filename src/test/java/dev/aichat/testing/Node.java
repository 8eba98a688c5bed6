package dev.aichat.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.opentest4j.TestAbortedException;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the tools of {@code src/test/node}. Without Node.js, or where their packages
 * cannot be fetched, the tests are skipped, unless {@code -Dnode.required=true} is given.
 */
public final class Node {

	/** The folder that has the tools, and what they read and write. */
	public static final Path FOLDER = Path.of("target", "node");

	private static final Path SOURCE = Path.of("src", "test", "node");

	private static final String LOCK = "package-lock.json";

	private Node() {
	}

	/** Returns whether Node.js is installed or required. */
	public static boolean isWanted() {
		boolean here = Chromium.find(List.of("npm")).isPresent();
		if (!here) {
			System.err.println("The checks of the OpenAPI document need Node.js and npm, which were not found here.");
		}
		return here || Boolean.getBoolean("node.required");
	}

	/** Installs the tools, unless they are installed. */
	public static void install() throws Exception {
		boolean installed = Files.exists(FOLDER.resolve("node_modules").resolve("." + LOCK))
				&& Files.mismatch(FOLDER.resolve(LOCK), SOURCE.resolve(LOCK)) < 0;
		FileSystemUtils.copyRecursively(SOURCE, FOLDER);
		if (!installed) {
			try {
				run("npm", "ci");
			}
			catch (AssertionError ex) {
				if (Boolean.getBoolean("node.required")) {
					throw ex;
				}
				System.err.println("The checks of the OpenAPI document are skipped: " + ex.getMessage());
				throw new TestAbortedException(ex.getMessage());
			}
		}
	}

	/** Runs a program, which must succeed, and returns its output. */
	public static String run(String... command) throws Exception {
		File log = FOLDER.resolve("output.log").toFile();
		Process process = new ProcessBuilder(command).directory(FOLDER.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log)
			.start();
		boolean ended = process.waitFor(10, TimeUnit.MINUTES);
		process.destroyForcibly();
		String output = Files.readString(log.toPath());
		assertThat(ended && process.exitValue() == 0).as(String.join(" ", command) + "\n" + output).isTrue();
		return output;
	}

}

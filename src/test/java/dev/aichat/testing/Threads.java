package dev.aichat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.sun.management.HotSpotDiagnosticMXBean;

/** A dump of all threads, with the virtual ones. */
public final class Threads {

	private Threads() {
	}

	/** The frames of running threads that name one of these classes. */
	public static List<String> running(String... classes) {
		return frames().filter((frame) -> Arrays.stream(classes).anyMatch(frame::contains)).toList();
	}

	private static Stream<String> frames() {
		return (Runtime.version().feature() < 21)
				? Thread.getAllStackTraces().values().stream().flatMap(Arrays::stream).map(Object::toString)
				: dump().stream();
	}

	/** Only a dump shows virtual threads; JDK 17 has neither. */
	private static List<String> dump() {
		try {
			Path file = Files.createTempDirectory("threads").resolve("dump");
			Class<?> format = Class.forName(HotSpotDiagnosticMXBean.class.getName() + "$ThreadDumpFormat");
			Method dump = HotSpotDiagnosticMXBean.class.getMethod("dumpThreads", String.class, format);
			dump.invoke(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class), file.toString(),
					format.getEnumConstants()[0]);
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

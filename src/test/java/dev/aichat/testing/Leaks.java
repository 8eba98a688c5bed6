package dev.aichat.testing;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.ObjectName;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.util.function.ThrowingSupplier;

import dev.aichat.ai.AiCall;
import dev.aichat.ai.AiService;

import static org.assertj.core.api.Assertions.assertThat;

/** Asserts that everything that chats held is released. */
@TestComponent
public class Leaks {

	/** The classes on the stacks of threads that ask and relay. */
	private static final List<String> WORK = List.of("dev.aichat.chat.ChatStream", "dev.aichat.chat.ChatService");

	private final AiService ai;

	private final DataSource database;

	private final int maxConcurrent;

	public Leaks(AiService ai, DataSource database, @Value("${aichat.ai.max-concurrent:1000}") int maxConcurrent) {
		this.ai = ai;
		this.database = database;
		this.maxConcurrent = maxConcurrent;
	}

	/** The frames of threads that ask or relay now. */
	public static List<String> working() {
		return frames().filter((frame) -> WORK.stream().anyMatch(frame::contains)).toList();
	}

	/** Waits until all permits, database connections and threads are released. */
	public void none() {
		Awaitility.await().untilAsserted(() -> {
			List<AiCall> all = new ArrayList<>();
			try {
				while (all.size() < this.maxConcurrent) {
					all.add(this.ai.admit());
				}
			}
			finally {
				all.forEach(AiCall::close);
			}
			assertThat(activeConnections()).isZero();
			assertThat(working()).isEmpty();
		});
	}

	private int activeConnections() {
		HikariDataSource pool = ThrowingSupplier.of(() -> this.database.unwrap(HikariDataSource.class)).get();
		return pool.getHikariPoolMXBean().getActiveConnections();
	}

	/** Only a dump shows virtual threads; JDK 17 has neither. */
	private static Stream<String> frames() {
		if (Runtime.version().feature() < 21) {
			return Thread.getAllStackTraces().values().stream().flatMap(Arrays::stream).map(Object::toString);
		}
		try {
			Path file = Files.createTempDirectory("threads").resolve("dump");
			String text = String.class.getName();
			ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=HotSpotDiagnostic"), "dumpThreads",
						new Object[] { file.toString(), "TEXT_PLAIN" }, new String[] { text, text });
			return Files.readAllLines(file).stream();
		}
		catch (IOException | JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

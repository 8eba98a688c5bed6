package dev.aichat.cli;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.scheduling.config.ScheduledTaskHolder;

import dev.aichat.AiChatApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.assertArg;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/** Tests {@link SuperuserCommand}. */
class SuperuserCommandTests {

	private static final String DATABASE = "jdbc:h2:mem:command;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";

	private static final String IN_MEMORY = "--spring.datasource.url=" + DATABASE;

	@TempDir
	Path folder;

	@Test
	void passwordOfTheEnvironmentIsUsedAndTheExitCodeIsZero() {
		Terminal terminal = mock();
		assertThat(run(terminal, "--username=ada", IN_MEMORY, "--AICHAT_SUPERUSER_PASSWORD=correct horse battery"))
			.isZero();
		then(terminal).should().print("Created the admin ada.");
		then(terminal).should(never()).printError(any());
		assertThat(hash("ada")).startsWith("{argon2id}$argon2id$v=19$m=19456,t=2,p=1$");
		isRejected("A password has 8 to 128 characters.", "--username=bob", IN_MEMORY,
				"--AICHAT_SUPERUSER_PASSWORD=short");
	}

	@Test
	void commandStartsOnlyTheBeansItNeeds() {
		try (ConfigurableApplicationContext context = SuperuserCommand.start(AiChatApplication.class,
				new StandardEnvironment(), IN_MEMORY)) {
			context.getBean(SuperuserService.class);
			assertThat(context.getBean(JdbcClient.class).sql("SELECT COUNT(*) FROM users").query(Long.class).single())
				.isNotNull();
			assertThat(context.getBeanProvider(ScheduledTaskHolder.class).orderedStream())
				.allSatisfy((tasks) -> assertThat(tasks.getScheduledTasks()).isEmpty());
			assertThat(context.getBeanFactory().getSingletonNames()).contains("superuserService")
				.noneMatch((name) -> name.matches(
						"(?i).*(controller|sweeper|sessionCleanup|webServer|aiService|accessTokenAuthenticator).*"));
		}
	}

	@Test
	void lockedDatabaseFileIsReported() throws Exception {
		Path file = this.folder.resolve("aichat.mv.db");
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			assertThat(channel.lock()).isNotNull();
			isRejected(
					"The database file %s is in use by another process. Stop the service"
						.formatted(this.folder.resolve("aichat")),
					"--username=ada", "--spring.datasource.url=jdbc:h2:file:" + this.folder.resolve("aichat"));
		}
	}

	/** Reads the hash, which no test setting weakens here. */
	private static String hash(String username) {
		return JdbcClient.create(new DriverManagerDataSource(DATABASE, "aichat", ""))
			.sql("SELECT password_hash FROM users WHERE username = ?")
			.param(username)
			.query(String.class)
			.single();
	}

	private static void isRejected(String sentence, String... options) {
		Terminal terminal = mock();
		assertThat(run(terminal, options)).isOne();
		then(terminal).should(never()).print(any());
		then(terminal).should()
			.printError(assertArg((printed) -> assertThat(printed).startsWith(sentence).doesNotContain("\n")));
	}

	private static int run(Terminal terminal, String... options) {
		String[] arguments = Arrays.copyOf(options, options.length + 1);
		arguments[options.length] = "create-superuser";
		assertThat(SuperuserCommand.isIn(arguments)).isTrue();
		return SuperuserCommand.run(AiChatApplication.class, terminal, arguments);
	}

}

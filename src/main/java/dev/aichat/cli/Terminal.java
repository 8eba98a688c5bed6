package dev.aichat.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Where a command was started: the person at the console, or what stands in for one. */
class Terminal {

	private final @Nullable Console console;

	Terminal() {
		// Newer JDKs have a console even where there is no person, unless they are told
		System.setProperty("jdk.console", "java.base");
		this.console = System.console();
	}

	/** Whether there is a person to ask. */
	boolean hasPerson() {
		return this.console != null;
	}

	/** Asks the person for something that may be seen. */
	String ask(String question) {
		String answer = (this.console != null) ? this.console.readLine("%s", question) : null;
		return (answer != null) ? answer.strip() : "";
	}

	/** Asks the person for something that nobody may see. */
	String askUnseen(String question) {
		char[] answer = (this.console != null) ? this.console.readPassword("%s", question) : null;
		return (answer != null) ? new String(answer) : "";
	}

	/** The first line of what is piped in, if there is any. */
	Optional<String> line() {
		try {
			return Optional
				.ofNullable(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder()))
					.readLine());
		}
		catch (IOException ex) {
			throw new CommandException("Standard input cannot be read, or is not UTF-8.");
		}
	}

	void say(String sentence) {
		System.out.println(sentence);
	}

	void complain(String sentence) {
		System.err.println(sentence);
	}

}

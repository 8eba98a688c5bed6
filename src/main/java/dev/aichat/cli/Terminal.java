package dev.aichat.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** The terminal or script that started the command. */
class Terminal {

	private final @Nullable Console console;

	Terminal() {
		// Makes newer JDKs return null where standard input is no terminal
		System.setProperty("jdk.console", "java.base");
		this.console = System.console();
	}

	boolean isInteractive() {
		return this.console != null;
	}

	String ask(String question) {
		String answer = (this.console != null) ? this.console.readLine("%s", question) : null;
		return (answer != null) ? answer.strip() : "";
	}

	/** Asks without showing what is typed. */
	String askSecret(String question) {
		char[] answer = (this.console != null) ? this.console.readPassword("%s", question) : null;
		return (answer != null) ? new String(answer) : "";
	}

	/** Reads the first line of standard input. */
	Optional<String> readLine() {
		try {
			Reader in = new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder());
			return Optional.ofNullable(new BufferedReader(in).readLine());
		}
		catch (IOException ex) {
			throw new CommandException("Standard input cannot be read, or is not UTF-8.");
		}
	}

	void print(String sentence) {
		System.out.println(sentence);
	}

	void printError(String sentence) {
		System.err.println(sentence);
	}

}

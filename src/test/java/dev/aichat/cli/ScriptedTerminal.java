package dev.aichat.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** A terminal with scripted answers, or a script that pipes one line in. */
final class ScriptedTerminal extends Terminal {

	private final boolean interactive;

	private final Deque<String> answers;

	private final @Nullable String line;

	final List<String> printed = new ArrayList<>();

	final List<String> errors = new ArrayList<>();

	private ScriptedTerminal(boolean interactive, List<String> answers, @Nullable String line) {
		this.interactive = interactive;
		this.answers = new ArrayDeque<>(answers);
		this.line = line;
	}

	static ScriptedTerminal interactive(String... answers) {
		return new ScriptedTerminal(true, List.of(answers), null);
	}

	static ScriptedTerminal piped(@Nullable String line) {
		return new ScriptedTerminal(false, List.of(), line);
	}

	@Override
	boolean isInteractive() {
		return this.interactive;
	}

	@Override
	String ask(String question) {
		return this.interactive ? this.answers.removeFirst() : "";
	}

	@Override
	String askSecret(String question) {
		return this.answers.removeFirst();
	}

	@Override
	Optional<String> readLine() {
		return Optional.ofNullable(this.line);
	}

	@Override
	void print(String sentence) {
		this.printed.add(sentence);
	}

	@Override
	void printError(String sentence) {
		this.errors.add(sentence);
	}

}

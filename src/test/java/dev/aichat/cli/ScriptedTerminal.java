package dev.aichat.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** A person who answers what they were told to, or a machine that pipes a line in. */
final class ScriptedTerminal extends Terminal {

	private final boolean person;

	private final Deque<String> answers;

	private final @Nullable String line;

	private final List<String> said = new ArrayList<>();

	private final List<String> complaints = new ArrayList<>();

	private ScriptedTerminal(boolean person, List<String> answers, @Nullable String line) {
		this.person = person;
		this.answers = new ArrayDeque<>(answers);
		this.line = line;
	}

	static ScriptedTerminal person(String... answers) {
		return new ScriptedTerminal(true, List.of(answers), null);
	}

	static ScriptedTerminal machine(@Nullable String line) {
		return new ScriptedTerminal(false, List.of(), line);
	}

	List<String> said() {
		return this.said;
	}

	List<String> complaints() {
		return this.complaints;
	}

	@Override
	boolean hasPerson() {
		return this.person;
	}

	@Override
	String ask(String question) {
		return this.person ? this.answers.removeFirst() : "";
	}

	@Override
	String askUnseen(String question) {
		return this.answers.removeFirst();
	}

	@Override
	Optional<String> line() {
		return Optional.ofNullable(this.line);
	}

	@Override
	void say(String sentence) {
		this.said.add(sentence);
	}

	@Override
	void complain(String sentence) {
		this.complaints.add(sentence);
	}

}

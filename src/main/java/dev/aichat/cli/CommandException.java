package dev.aichat.cli;

/** Why a command was not carried out, in one sentence. */
class CommandException extends RuntimeException {

	CommandException(String sentence) {
		super(sentence);
	}

}

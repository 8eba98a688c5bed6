package dev.aichat.cli;

/** The command was not carried out; the message is one sentence for the user. */
class CommandException extends RuntimeException {

	CommandException(String sentence) {
		super(sentence);
	}

}

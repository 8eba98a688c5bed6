package dev.aichat.ai;

/** Leaves out the {@code <think>} blocks with which some models begin a reply. */
final class ThinkingFilter {

	private static final String OPEN = "<think>";

	private static final String CLOSE = "</think>";

	/** The text held back until it is known to be thinking or answer. */
	private String held = "";

	private boolean thinking;

	private boolean answering;

	/** The part of a piece, and of what was held back before it, that is the answer. */
	String filter(String piece) {
		if (this.answering) {
			return piece;
		}
		this.held += piece;
		while (true) {
			String start = this.held.stripLeading();
			int close = this.held.indexOf(CLOSE);
			if (this.thinking && close < 0) {
				this.held = this.held.substring(Math.max(0, this.held.length() - CLOSE.length() + 1));
				return "";
			}
			if (this.thinking) {
				this.held = this.held.substring(close + CLOSE.length()).stripLeading();
				this.thinking = false;
			}
			else if (start.startsWith(OPEN)) {
				this.held = start.substring(OPEN.length());
				this.thinking = true;
			}
			else {
				return OPEN.startsWith(start) ? "" : rest();
			}
		}
	}

	/** Returns the text held back, once nothing follows it. */
	String rest() {
		String rest = this.thinking ? "" : this.held;
		this.held = "";
		this.answering = true;
		return rest;
	}

}

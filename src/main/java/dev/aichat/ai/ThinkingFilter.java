package dev.aichat.ai;

/**
 * Leaves out the {@code <think>} blocks with which some models begin a reply, and the
 * blanks after them.
 */
final class ThinkingFilter {

	private static final String OPEN = "<think>";

	private static final String CLOSE = "</think>";

	/** No model begins with so many blanks before it thinks. */
	private static final int MAX_HELD = 1000;

	/** The text held back until it is known to be thinking or answer. */
	private String held = "";

	private boolean thinking;

	private boolean hasThought;

	private boolean answering;

	ThinkingFilter(boolean active) {
		this.answering = !active;
	}

	/** Adds a piece to the text held back, and returns the part that is no thinking. */
	String filter(String piece) {
		if (this.answering) {
			return piece;
		}
		this.held += piece;
		while (this.thinking || this.held.stripLeading().startsWith(OPEN)) {
			int close = this.held.indexOf(CLOSE);
			this.hasThought = true;
			this.thinking = close < 0;
			if (this.thinking) {
				this.held = this.held.substring(Math.max(0, this.held.length() - CLOSE.length() + 1));
				return "";
			}
			this.held = this.held.substring(close + CLOSE.length());
		}
		boolean mayThink = OPEN.startsWith(this.held.stripLeading()) && this.held.length() < MAX_HELD;
		return mayThink ? "" : rest();
	}

	/** Returns the text held back, once nothing follows it. */
	String rest() {
		String rest = this.thinking ? "" : this.hasThought ? this.held.stripLeading() : this.held;
		this.held = "";
		this.answering = true;
		return rest;
	}

}

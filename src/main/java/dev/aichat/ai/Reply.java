package dev.aichat.ai;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The text of a reply while it arrives: one thread writes it, others read it meanwhile,
 * each at its own speed, and none of them slows the writer. The text itself is the only
 * buffer.
 */
public final class Reply {

	/** Characters that no database stores: U+0000, and half of a character. */
	private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

	private final StringBuilder text = new StringBuilder();

	/** Advances when the text grows, and terminates when the reply ends. */
	private final Phaser growth = new Phaser(1);

	/** Returns a reply that has ended already, with all of its text. */
	public static Reply of(String text) {
		Reply reply = new Reply();
		reply.text.append(text);
		reply.end();
		return reply;
	}

	/**
	 * Waits until there is more text than was read, or the end.
	 * @param read the characters that the caller has read
	 * @param timeout the longest wait
	 * @return the text after them, empty at the end; null after the timeout
	 * @throws InterruptedException if the caller is interrupted
	 */
	public @Nullable String next(int read, Duration timeout) throws InterruptedException {
		long end = System.nanoTime() + timeout.toNanos();
		int phase = this.growth.getPhase();
		String more = textAfter(read);
		try {
			while (more.isEmpty() && phase >= 0) {
				phase = this.growth.awaitAdvanceInterruptibly(phase, end - System.nanoTime(), TimeUnit.NANOSECONDS);
				more = textAfter(read);
			}
			return more;
		}
		catch (TimeoutException ex) {
			return null;
		}
	}

	/**
	 * Adds a piece, as much of it as fits, unless the reply has ended.
	 * @return whether all of it was added
	 */
	synchronized boolean append(String piece, int maxCharacters) {
		if (this.growth.isTerminated()) {
			return false;
		}
		int room = maxCharacters - this.text.length();
		boolean fits = piece.length() <= room;
		this.text.append(piece, 0, fits ? piece.length() : room);
		if (!fits && endsInHalf()) {
			this.text.setLength(this.text.length() - 1);
		}
		this.growth.arrive();
		return fits;
	}

	/** Ends the reply, and returns all of its text. */
	synchronized String end() {
		this.growth.forceTermination();
		return textAfter(0);
	}

	/**
	 * Returns the storable text after the characters that were read. Half of a character
	 * is held back until the reply ends.
	 */
	private synchronized String textAfter(int read) {
		int end = (!this.growth.isTerminated() && endsInHalf()) ? this.text.length() - 1 : this.text.length();
		return UNSTORABLE.matcher(this.text.substring(read, end)).replaceAll("\uFFFD");
	}

	private boolean endsInHalf() {
		return !this.text.isEmpty() && Character.isHighSurrogate(this.text.charAt(this.text.length() - 1));
	}

}

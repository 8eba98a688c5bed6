package dev.aichat.ai;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The text of a reply while it arrives: one thread writes it, others read along, each at
 * its own speed, and none of them slows the writer. The text itself is the only buffer.
 */
public final class Reply {

	/** Characters that no database stores: U+0000, and half of a character. */
	private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

	/** Blanks, control and format characters, and letters that show nothing. */
	private static final Pattern INVISIBLE = Pattern
		.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}\\u115f\\u1160\\u2800\\u3164\\ufe0e\\ufe0f\\uffa0]*");

	private final ReentrantLock lock = new ReentrantLock();

	/** Wakes the readers. */
	private final Condition grown = this.lock.newCondition();

	private final StringBuilder text = new StringBuilder();

	/** The first half of a character whose second half comes with the next piece. */
	private String half = "";

	private boolean ended;

	/**
	 * Makes a reply that has ended already.
	 * @param text all of it
	 * @return the ended reply
	 */
	public static Reply of(String text) {
		Reply reply = new Reply();
		reply.text.append(text);
		reply.ended = true;
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
		this.lock.lock();
		try {
			long left = timeout.toNanos();
			while (this.text.length() <= read && !this.ended && left > 0) {
				left = this.grown.awaitNanos(left);
			}
			return (this.text.length() > read || this.ended) ? this.text.substring(read) : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Adds a piece, as much of it as fits, unless the reply has ended.
	 * @return whether all of it was added
	 */
	boolean append(String piece, int maxCharacters) {
		this.lock.lock();
		try {
			if (this.ended) {
				return false;
			}
			int room = maxCharacters - this.text.length() - this.half.length();
			boolean fits = piece.length() <= room;
			addStorable(fits ? piece : piece.substring(0, room));
			if (!fits) {
				this.half = "";
			}
			this.grown.signalAll();
			return fits;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends the reply, and returns all of its text. */
	String end() {
		this.lock.lock();
		try {
			if (!this.ended) {
				addStorable("");
				this.ended = true;
				this.grown.signalAll();
			}
			return this.text.toString();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns whether there is nothing to read so far. */
	boolean isBlank() {
		this.lock.lock();
		try {
			return INVISIBLE.matcher(this.text).matches();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Keeps half of a character back until the next piece, or the end, decides on it. */
	private void addStorable(String piece) {
		String whole = this.half + piece;
		boolean split = !piece.isEmpty() && Character.isHighSurrogate(piece.charAt(piece.length() - 1));
		int end = split ? whole.length() - 1 : whole.length();
		this.half = whole.substring(end);
		String complete = whole.substring(0, end);
		this.text.append(UNSTORABLE.matcher(complete).replaceAll("\uFFFD"));
	}

}

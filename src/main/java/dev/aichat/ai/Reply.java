package dev.aichat.ai;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

	private final ReentrantLock lock = new ReentrantLock();

	/** Wakes the readers. */
	private final Condition grown = this.lock.newCondition();

	private final StringBuilder text = new StringBuilder();

	private boolean ended;

	/** Returns a reply that has ended already, with all of its text. */
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
			while (!this.ended && textAfter(read).isEmpty() && left > 0) {
				left = this.grown.awaitNanos(left);
			}
			String more = textAfter(read);
			return (this.ended || !more.isEmpty()) ? more : null;
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
			int room = maxCharacters - this.text.length();
			boolean fits = piece.length() <= room;
			this.text.append(piece, 0, fits ? piece.length() : room);
			if (!fits && endsInHalf()) {
				this.text.setLength(this.text.length() - 1);
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
			this.ended = true;
			this.grown.signalAll();
			return textAfter(0);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the storable text after the characters that were read. Half of a character
	 * is held back until the reply ends.
	 */
	private String textAfter(int read) {
		int end = (!this.ended && endsInHalf()) ? this.text.length() - 1 : this.text.length();
		return UNSTORABLE.matcher(this.text.substring(read, end)).replaceAll("\uFFFD");
	}

	private boolean endsInHalf() {
		return !this.text.isEmpty() && Character.isHighSurrogate(this.text.charAt(this.text.length() - 1));
	}

}

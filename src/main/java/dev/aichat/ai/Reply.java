package dev.aichat.ai;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The text of a reply while it arrives: one thread writes it, others read along, each at
 * its own speed, and none of them slows the writer. The text itself is the only buffer.
 * Whatever ends the reply first, stands.
 */
public final class Reply {

	/** What no database stores: U+0000, and half of a character. */
	private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

	private final ReentrantLock lock = new ReentrantLock();

	/** Wakes those who read along. */
	private final Condition grown = this.lock.newCondition();

	/**
	 * Wakes who waits for the whole, at the beginning and at the end: a wake-up costs
	 * more than a piece.
	 */
	private final Condition over = this.lock.newCondition();

	private final StringBuilder text = new StringBuilder();

	/** The first half of a character whose second half comes with the next piece. */
	private String half = "";

	private boolean begun;

	private long lastSignOfLife;

	private boolean ended;

	private @Nullable Throwable failure;

	/**
	 * A reply that is there already.
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
	 * @param patience how long to wait
	 * @return the text after them, empty at the end; null when patience is over
	 * @throws InterruptedException if the caller is interrupted
	 */
	public @Nullable String next(int read, Duration patience) throws InterruptedException {
		this.lock.lock();
		try {
			long left = patience.toNanos();
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
	 * Waits for the whole reply.
	 * @param end when it is too late, on the clock of {@link System#nanoTime}
	 * @param idle how long it may pause once it has begun
	 */
	String whole(long end, Duration idle) throws InterruptedException, TimeoutException, FailedReplyException {
		this.lock.lock();
		try {
			while (!this.ended) {
				long now = System.nanoTime();
				long left = this.begun ? Math.min(end - now, this.lastSignOfLife + idle.toNanos() - now) : end - now;
				if (left <= 0) {
					throw new TimeoutException();
				}
				this.over.awaitNanos(left);
			}
			if (this.failure != null) {
				throw new FailedReplyException(this.failure);
			}
			return this.text.toString();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Adds a piece, unless the reply has ended or would grow too large.
	 * @return whether it was added
	 */
	boolean append(String piece, int maxCharacters) {
		this.lock.lock();
		try {
			if (this.ended || this.text.length() + this.half.length() + piece.length() > maxCharacters) {
				return false;
			}
			addStorable(piece);
			touch();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Something came that is no text: the model is still alive. */
	void touch() {
		this.lock.lock();
		try {
			if (!this.begun) {
				this.begun = true;
				this.over.signalAll();
			}
			this.lastSignOfLife = System.nanoTime();
			this.grown.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isEmpty() {
		this.lock.lock();
		try {
			return this.text.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends the reply, if nothing has; without a failure, it is whole. */
	void end(@Nullable Throwable failure) {
		this.lock.lock();
		try {
			if (!this.ended) {
				addStorable("");
				this.failure = failure;
				this.ended = true;
				this.grown.signalAll();
				this.over.signalAll();
			}
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
		this.text.append(isPlain(complete) ? complete : UNSTORABLE.matcher(complete).replaceAll("\uFFFD"));
	}

	/** Most text: that a look at each character is enough for. */
	private static boolean isPlain(String text) {
		return text.chars().noneMatch((character) -> character == 0 || Character.isSurrogate((char) character));
	}

	/** The model reported a failure, or what it said cannot be used. */
	static final class FailedReplyException extends Exception {

		FailedReplyException(Throwable cause) {
			super(cause);
		}

	}

}

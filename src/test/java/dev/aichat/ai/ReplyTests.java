package dev.aichat.ai;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The text of a reply, for its writer and its readers. */
class ReplyTests {

	private final Reply reply = new Reply();

	@Test
	void characterMayComeInTwoPieces() throws Exception {
		this.reply.append("\ud83d", 10);
		assertThat(this.reply.next(0, Duration.ZERO)).isNull();
		this.reply.append("\ude00 \ud83d", 10);
		assertThat(this.reply.next(0, Duration.ZERO)).isEqualTo("\ud83d\ude00 ");
		assertThat(this.reply.end()).isEqualTo("\ud83d\ude00 \ufffd");
	}

	@Test
	void readersReadAtTheirOwnSpeed() throws Exception {
		this.reply.append("Hel", 10);
		assertThat(this.reply.next(0, Duration.ofSeconds(1))).isEqualTo("Hel");
		this.reply.append("lo", 10);
		assertThat(this.reply.next(3, Duration.ofSeconds(1))).isEqualTo("lo");
		assertThat(this.reply.next(0, Duration.ofSeconds(1))).isEqualTo("Hello");
		assertThat(this.reply.next(5, Duration.ofMillis(1))).isNull();
		this.reply.end();
		assertThat(this.reply.next(5, Duration.ofSeconds(10))).isEmpty();
	}

	@Test
	void waitingReaderIsWokenByTextAndByTheEnd() {
		Future<String> text = waitingReader(0);
		this.reply.append("Hi", 10);
		assertThat(text).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("Hi");
		Future<String> end = waitingReader(2);
		this.reply.end();
		assertThat(end).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("");
	}

	@Test
	void pieceBeyondTheLimitIsCutWithoutHalfACharacter() {
		assertThat(this.reply.append("123", 4)).isTrue();
		assertThat(this.reply.append("4", 4)).isTrue();
		assertThat(this.reply.append("5", 4)).isFalse();
		assertThat(this.reply.end()).isEqualTo("1234");
		Reply other = new Reply();
		assertThat(other.append("123\ud83d\ude00", 4)).isFalse();
		assertThat(other.end()).isEqualTo("123");
	}

	@Test
	void pieceAfterTheEndIsIgnored() {
		this.reply.append("Hello", 10);
		this.reply.end();
		assertThat(this.reply.append("!", 10)).isFalse();
		assertThat(this.reply.end()).isEqualTo("Hello");
	}

	private Future<String> waitingReader(int read) {
		FutureTask<String> next = new FutureTask<>(() -> this.reply.next(read, Duration.ofMinutes(1)));
		Thread reader = new Thread(next);
		reader.start();
		Awaitility.await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
		return next;
	}

}

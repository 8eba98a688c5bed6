package dev.aichat.ai;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingHandle;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** A reply is its pieces, until something ends it. */
class ReplyTests {

	private final Reply reply = new Reply();

	private final ReplyWriter writer = new ReplyWriter(this.reply, 10);

	private final Stream stream = new Stream();

	@Test
	void piecesAreTheReply() {
		this.writer.onPartialResponse("Hel");
		this.writer.onPartialResponse("lo");
		this.writer.onCompleteResponse(summary("something else"));
		isWhole("Hello");
	}

	@Test
	void summaryIsTheReplyWhenThereWereNoPieces() {
		this.writer.onCompleteResponse(summary("Hello"));
		isWhole("Hello");
	}

	@Test
	void summaryMayNotBeTooLongEither() {
		this.writer.onCompleteResponse(summary("Hello, world"));
		hasFailed();
	}

	@Test
	void replyUpToTheLimitIsWhole() {
		this.writer.onPartialResponse("0123456789");
		this.writer.onCompleteResponse(summary(""));
		isWhole("0123456789");
	}

	@Test
	void replyOverTheLimitFailsAndStopsTheModel() {
		say("0123456789");
		assertThat(this.stream.cancelled()).isZero();
		say("!");
		hasFailed();
		assertThat(this.stream.isCancelled()).isTrue();
		this.writer.onCompleteResponse(summary("late"));
		hasFailed();
	}

	@Test
	void errorAfterPiecesEndsTheReply() {
		this.writer.onPartialResponse("Half of ");
		this.writer.onError(new IllegalStateException("as told"));
		this.writer.onCompleteResponse(summary("late"));
		hasFailed();
	}

	@Test
	void whatComesAfterTheEndIsIgnored() {
		say("Hello");
		this.writer.onCompleteResponse(summary("Hello"));
		this.writer.onPartialResponse("!");
		this.writer.onError(new IllegalStateException("late"));
		this.writer.stop(new IllegalStateException("stopped"));
		isWhole("Hello");
	}

	@Test
	void abandonedReplyStopsTheModel() {
		say("Hel");
		this.writer.stop(new IllegalStateException("stopped"));
		hasFailed();
		assertThat(this.stream.isCancelled()).isTrue();
	}

	@Test
	void modelThatOnlyStartsAfterTheEndIsStopped() {
		this.writer.stop(new IllegalStateException("stopped"));
		say("late");
		hasFailed();
		assertThat(this.stream.isCancelled()).isTrue();
	}

	@Test
	void characterMayComeInTwoPieces() throws Exception {
		this.writer.onPartialResponse("\ud83d");
		assertThat(this.reply.next(0, Duration.ZERO)).isNull();
		this.writer.onPartialResponse("\ude00 \ud83d");
		assertThat(this.reply.next(0, Duration.ZERO)).isEqualTo("\ud83d\ude00 ");
		this.writer.onCompleteResponse(summary(""));
		isWhole("\ud83d\ude00 \ufffd");
	}

	@Test
	void readersReadAtTheirOwnSpeed() throws Exception {
		this.writer.onPartialResponse("Hel");
		assertThat(this.reply.next(0, Duration.ofSeconds(1))).isEqualTo("Hel");
		this.writer.onPartialResponse("lo");
		assertThat(this.reply.next(3, Duration.ofSeconds(1))).isEqualTo("lo");
		assertThat(this.reply.next(0, Duration.ofSeconds(1))).isEqualTo("Hello");
		assertThat(this.reply.next(5, Duration.ZERO)).isNull();
		this.writer.onCompleteResponse(summary("Hello"));
		assertThat(this.reply.next(5, Duration.ofSeconds(10))).isEmpty();
	}

	@Test
	void pauseThatIsTooLongEndsTheReplyOnlyOnceItHasBegun() throws Exception {
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> this.reply.whole(System.nanoTime() + 100_000_000, Duration.ofNanos(1)));
		this.writer.onPartialResponse("Hel");
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(
				() -> this.reply.whole(System.nanoTime() + Duration.ofHours(1).toNanos(), Duration.ofMillis(10)));
	}

	private void isWhole(String text) {
		assertThatNoException()
			.isThrownBy(() -> assertThat(this.reply.whole(System.nanoTime(), Duration.ZERO)).isEqualTo(text));
	}

	private void hasFailed() {
		assertThatExceptionOfType(Reply.FailedReplyException.class)
			.isThrownBy(() -> this.reply.whole(System.nanoTime(), Duration.ZERO));
	}

	private void say(String piece) {
		this.writer.onPartialResponse(new PartialResponse(piece), new PartialResponseContext(this.stream));
	}

	private static ChatResponse summary(String text) {
		return ChatResponse.builder().aiMessage(AiMessage.from(text)).build();
	}

	/** A stream that knows how often it was told to stop. */
	private static final class Stream implements StreamingHandle {

		private final AtomicInteger cancelled = new AtomicInteger();

		@Override
		public void cancel() {
			this.cancelled.incrementAndGet();
		}

		@Override
		public boolean isCancelled() {
			return cancelled() > 0;
		}

		int cancelled() {
			return this.cancelled.get();
		}

	}

}

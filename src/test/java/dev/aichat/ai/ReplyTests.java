package dev.aichat.ai;

import java.util.concurrent.atomic.AtomicInteger;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingHandle;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A reply is its pieces, until something ends it. */
class ReplyTests {

	private final Reply reply = new Reply(10);

	private final Stream stream = new Stream();

	@Test
	void piecesAreTheReply() {
		this.reply.onPartialResponse("Hel");
		this.reply.onPartialResponse("lo");
		this.reply.onCompleteResponse(summary("something else"));
		assertThat(this.reply.whole()).isCompletedWithValue("Hello");
	}

	@Test
	void summaryIsTheReplyWhenThereWereNoPieces() {
		this.reply.onCompleteResponse(summary("Hello"));
		assertThat(this.reply.whole()).isCompletedWithValue("Hello");
	}

	@Test
	void summaryMayNotBeTooLongEither() {
		this.reply.onCompleteResponse(summary("Hello, world"));
		assertThat(this.reply.whole()).isCompletedExceptionally();
	}

	@Test
	void replyUpToTheLimitIsWhole() {
		this.reply.onPartialResponse("0123456789");
		this.reply.onCompleteResponse(summary(""));
		assertThat(this.reply.whole()).isCompletedWithValue("0123456789");
	}

	@Test
	void replyOverTheLimitFailsAndStopsTheModel() {
		say("0123456789");
		assertThat(this.stream.cancelled()).isZero();
		say("!");
		assertThat(this.reply.whole()).isCompletedExceptionally();
		assertThat(this.stream.isCancelled()).isTrue();
		this.reply.onCompleteResponse(summary("late"));
		assertThat(this.reply.whole()).isCompletedExceptionally();
	}

	@Test
	void errorAfterPiecesEndsTheReply() {
		this.reply.onPartialResponse("Half of ");
		this.reply.onError(new IllegalStateException("as told"));
		this.reply.onCompleteResponse(summary("late"));
		assertThat(this.reply.whole()).isCompletedExceptionally();
	}

	@Test
	void whatComesAfterTheEndIsIgnored() {
		say("Hello");
		this.reply.onCompleteResponse(summary("Hello"));
		this.reply.onPartialResponse("!");
		this.reply.onError(new IllegalStateException("late"));
		this.reply.abandon();
		assertThat(this.reply.whole()).isCompletedWithValue("Hello");
	}

	@Test
	void abandonedReplyStopsTheModel() {
		say("Hel");
		this.reply.abandon();
		assertThat(this.reply.whole()).isCancelled();
		assertThat(this.stream.isCancelled()).isTrue();
	}

	@Test
	void modelThatOnlyStartsAfterTheEndIsStopped() {
		this.reply.abandon();
		say("late");
		assertThat(this.reply.whole()).isCancelled();
		assertThat(this.stream.isCancelled()).isTrue();
	}

	private void say(String piece) {
		this.reply.onPartialResponse(new PartialResponse(piece), new PartialResponseContext(this.stream));
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

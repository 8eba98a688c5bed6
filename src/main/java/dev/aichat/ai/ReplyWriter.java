package dev.aichat.ai;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/** Writes down what the model says, up to a size, and stops it when nobody listens. */
final class ReplyWriter implements StreamingChatResponseHandler {

	private final Reply reply;

	private final int maxCharacters;

	private volatile @Nullable StreamingHandle stream;

	private volatile @Nullable TokenUsage usage;

	private volatile @Nullable Long firstDelta;

	ReplyWriter(Reply reply, int maxCharacters) {
		this.reply = reply;
		this.maxCharacters = maxCharacters;
	}

	/** What the model counted, once it has ended. */
	@Nullable TokenUsage usage() {
		return this.usage;
	}

	/** When the first piece came, on the clock of {@link System#nanoTime}, if one did. */
	@Nullable Long firstDelta() {
		return this.firstDelta;
	}

	/** Stops listening, and tells the model to stop talking. */
	void stop(Throwable reason) {
		this.reply.end(reason);
		StreamingHandle stream = this.stream;
		if (stream != null) {
			stream.cancel();
		}
	}

	@Override
	public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
		this.stream = context.streamingHandle();
		onPartialResponse(piece.text());
	}

	@Override
	public void onPartialResponse(String piece) {
		if (this.firstDelta == null) {
			this.firstDelta = System.nanoTime();
		}
		if (!this.reply.append(piece, this.maxCharacters)) {
			stop(new UnusableReplyException("over %d characters".formatted(this.maxCharacters)));
		}
	}

	@Override
	public void onPartialThinking(PartialThinking thought) {
		this.reply.touch();
	}

	/** A model that sends no pieces says everything here. */
	@Override
	public void onCompleteResponse(ChatResponse response) {
		String said = response.aiMessage().text();
		if (this.reply.isEmpty() && said != null) {
			onPartialResponse(said);
		}
		this.usage = response.tokenUsage();
		this.reply.end(null);
	}

	@Override
	public void onError(Throwable error) {
		this.reply.end(error);
	}

}

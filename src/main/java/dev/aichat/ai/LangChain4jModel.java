package dev.aichat.ai;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;

import org.springframework.core.task.AsyncTaskExecutor;

/**
 * Adapts a LangChain4j model, which answers in any thread, before or after it returns.
 *
 * @param model the model in the application context
 * @param threads those that call it, since it may block for longer than anybody waits
 */
record LangChain4jModel(StreamingChatModel model, AsyncTaskExecutor threads) implements LanguageModel {

	@Override
	public void ask(List<Message> conversation, Listener reply) throws InterruptedException {
		List<ChatMessage> messages = conversation.stream().map(LangChain4jModel::message).toList();
		CompletableFuture<Void> end = new CompletableFuture<>();
		Handler handler = new Handler(reply, end, new AtomicBoolean());
		reply.onCancel(() -> end.cancel(true));
		Future<?> asking = this.threads.submit(() -> {
			try {
				this.model.chat(messages, handler);
			}
			catch (RuntimeException | Error ex) {
				handler.onError(ex);
			}
		});
		try {
			end.get();
		}
		catch (ExecutionException ex) {
			throw failure(ex.getCause());
		}
		catch (CancellationException | InterruptedException ex) {
			asking.cancel(true);
			throw ex;
		}
	}

	private static ChatMessage message(Message message) {
		return switch (message.role()) {
			case "system" -> SystemMessage.from(message.content());
			case "assistant" -> AiMessage.from(message.content());
			default -> UserMessage.from(message.content());
		};
	}

	private static AiException failure(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof HttpException http) {
				return AiException.refused(http.statusCode());
			}
			if (cause instanceof InvalidRequestException) {
				return AiException.failed(AiException.names(failure), false);
			}
		}
		return AiException.failed(AiException.names(failure), true);
	}

	/** Hands on what the model says. */
	private record Handler(Listener reply, CompletableFuture<Void> end,
			AtomicBoolean begun) implements StreamingChatResponseHandler {

		@Override
		public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
			onPartialResponse(piece.text());
			if (this.end.isCancelled()) {
				context.streamingHandle().cancel();
			}
		}

		@Override
		public void onPartialResponse(String piece) {
			this.begun.set(true);
			this.reply.text(piece);
		}

		@Override
		public void onPartialThinking(PartialThinking thought) {
			this.reply.alive();
		}

		/** A model that sends no pieces says everything here. */
		@Override
		public void onCompleteResponse(ChatResponse response) {
			String said = response.aiMessage().text();
			if (!this.begun.get() && said != null) {
				this.reply.text(said);
			}
			TokenUsage usage = response.tokenUsage();
			if (usage != null) {
				this.reply.usage(usage.inputTokenCount(), usage.outputTokenCount());
			}
			this.reply.finish((response.finishReason() == null) ? FinishReason.STOP : switch (response.finishReason()) {
				case LENGTH -> FinishReason.LENGTH;
				case CONTENT_FILTER -> FinishReason.CONTENT_FILTER;
				default -> FinishReason.STOP;
			});
			this.end.complete(null);
		}

		@Override
		public void onError(Throwable error) {
			this.end.completeExceptionally(error);
		}

	}

}

package dev.aichat.ai;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import dev.aichat.ai.LanguageModel.Message;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ScriptedModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The wait for the last replies at shutdown. */
class AiShutdownTests {

	private static final Duration MOMENT = Duration.ofMillis(500);

	private final ScriptedModel model = new ScriptedModel();

	private AiBulkhead bulkhead;

	private AiService ai;

	private final Executor threads = new SimpleAsyncTaskExecutor();

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CountDownLatch answer = new CountDownLatch(1);

	private final CountDownLatch settled = new CountDownLatch(1);

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	@BeforeEach
	void start() {
		start(Duration.ofMinutes(1));
	}

	@Test
	void replyInTimeIsWaitedForUntilItIsSettled() {
		this.model.script((message, handler) -> {
			this.asked.countDown();
			Concurrently.await(this.answer);
			ScriptedModel.say("at last", handler);
		});
		CompletableFuture<String> outcome = CompletableFuture.supplyAsync(this::ask, this.threads);
		Concurrently.await(this.asked);
		stop();
		this.ai.admit().close();
		this.answer.countDown();
		assertThat(outcome).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("at last");
		isNotStoppedBefore(this.settled);
	}

	@Test
	void lateReplyIsEndedAndWaitedForUntilItIsRefunded() {
		start(MOMENT);
		this.model.script((message, handler) -> {
			handler.onPartialResponse("One moment");
			this.asked.countDown();
		});
		CompletableFuture<String> outcome = CompletableFuture.supplyAsync(this::ask, this.threads);
		Concurrently.await(this.asked);
		stop();
		assertThat(outcome).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("ai_unavailable");
		isNotStoppedBefore(this.settled);
	}

	@Test
	void admittedQuestionThatIsNotAskedYetFailsAtOnce() {
		start(MOMENT);
		AiCall call = this.ai.admit();
		stop();
		Awaitility.await().untilAsserted(this::isShut);
		assertThatExceptionOfType(AiException.class)
			.isThrownBy(() -> this.ai.ask(call, List.of(new Message("user", "Hello"))))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("ai_unavailable"));
		call.close();
		isStopped();
	}

	@Test
	void idleServiceStopsAtOnce() {
		stop();
		isStopped();
	}

	/** The question's outcome; its permit is free once it is settled. */
	private String ask() {
		AiCall call = this.ai.admit();
		CompletableFuture.runAsync(() -> {
			Concurrently.await(this.settled);
			call.close();
		}, this.threads);
		try {
			return this.ai.ask(call, List.of(new Message("user", "Hello"))).text();
		}
		catch (AiException ex) {
			return ex.code();
		}
	}

	private void start(Duration shutdownTimeout) {
		AiSettings settings = Settings.of("deadline", "60s");
		LifecycleProperties lifecycle = new LifecycleProperties();
		lifecycle.setTimeoutPerShutdownPhase(shutdownTimeout);
		this.bulkhead = new AiBulkhead(settings, lifecycle);
		this.ai = Settings.service(new LangChain4jModel(this.model, new SimpleAsyncTaskExecutor()), this.bulkhead);
	}

	private void stop() {
		this.bulkhead.stop(() -> this.stopped.complete(null));
	}

	private void isNotStoppedBefore(CountDownLatch latch) {
		assertThat(this.stopped).isNotDone();
		assertThat(this.bulkhead.isRunning()).isTrue();
		latch.countDown();
		isStopped();
	}

	private void isStopped() {
		assertThat(this.stopped).succeedsWithin(Duration.ofSeconds(10));
		assertThat(this.bulkhead.isRunning()).isFalse();
		isShut();
		this.bulkhead.start();
		this.ai.admit().close();
	}

	private void isShut() {
		assertThatExceptionOfType(AiException.class).isThrownBy(() -> this.ai.admit().close())
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("ai_unavailable"));
	}

}

package dev.aichat.ai;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ScriptedModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The wait for the last replies at shutdown. */
class AiShutdownTests {

	private static final Duration MOMENT = Duration.ofMillis(500);

	private final ScriptedModel model = new ScriptedModel();

	private final AiSettings settings = Settings.of("deadline", "60s");

	private final AiBulkhead bulkhead = new AiBulkhead(this.settings);

	private final AiService ai = Settings.service(this.model, this.settings, this.bulkhead);

	private final Executor threads = new SimpleAsyncTaskExecutor();

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CountDownLatch answer = new CountDownLatch(1);

	private final CountDownLatch settled = new CountDownLatch(1);

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	@Test
	void replyInTimeIsWaitedForUntilItIsSettled() {
		this.model.script((message, handler) -> {
			this.asked.countDown();
			Concurrently.await(this.answer);
			ScriptedModel.say("at last", handler);
		});
		CompletableFuture<String> outcome = CompletableFuture.supplyAsync(this::ask, this.threads);
		Concurrently.await(this.asked);
		AiShutdown shutdown = stop(Duration.ofMinutes(1));
		this.ai.admit().close();
		this.answer.countDown();
		assertThat(outcome).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("at last");
		isNotStoppedBefore(this.settled, shutdown);
	}

	@Test
	void lateReplyIsEndedAndWaitedForUntilItIsRefunded() {
		this.model.script((message, handler) -> {
			handler.onPartialResponse("One moment");
			this.asked.countDown();
		});
		CompletableFuture<String> outcome = CompletableFuture.supplyAsync(this::ask, this.threads);
		Concurrently.await(this.asked);
		AiShutdown shutdown = stop(MOMENT);
		assertThat(outcome).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("ai_unavailable");
		isNotStoppedBefore(this.settled, shutdown);
	}

	@Test
	void admittedQuestionThatIsNotAskedYetFailsAtOnce() {
		AiPermit permit = this.ai.admit();
		AiShutdown shutdown = stop(MOMENT);
		Awaitility.await().untilAsserted(this::isShut);
		assertThatExceptionOfType(AiException.class)
			.isThrownBy(() -> this.ai.ask(permit, new Prompt(List.of(), "Hello"), new Reply()))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("ai_unavailable"));
		permit.close();
		isStopped(shutdown);
	}

	@Test
	void idleServiceStopsAtOnce() {
		isStopped(stop(Duration.ofMinutes(1)));
	}

	/** The question's outcome; its permit is free once it is settled. */
	private String ask() {
		AiPermit permit = this.ai.admit();
		CompletableFuture.runAsync(() -> {
			Concurrently.await(this.settled);
			permit.close();
		}, this.threads);
		try {
			return this.ai.ask(permit, new Prompt(List.of(), "Hello"), new Reply()).text();
		}
		catch (AiException ex) {
			return ex.code();
		}
	}

	private AiShutdown stop(Duration timeout) {
		LifecycleProperties lifecycle = new LifecycleProperties();
		lifecycle.setTimeoutPerShutdownPhase(timeout);
		AiShutdown shutdown = new AiShutdown(this.bulkhead, lifecycle);
		shutdown.start();
		shutdown.stop(() -> this.stopped.complete(null));
		return shutdown;
	}

	private void isNotStoppedBefore(CountDownLatch latch, AiShutdown shutdown) {
		assertThat(this.stopped).isNotDone();
		assertThat(shutdown.isRunning()).isTrue();
		latch.countDown();
		isStopped(shutdown);
	}

	private void isStopped(AiShutdown shutdown) {
		assertThat(this.stopped).succeedsWithin(Duration.ofSeconds(10));
		assertThat(shutdown.isRunning()).isFalse();
		isShut();
		shutdown.start();
		this.ai.admit().close();
	}

	private void isShut() {
		assertThatExceptionOfType(AiException.class).isThrownBy(() -> this.ai.admit().close())
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("ai_unavailable"));
	}

}

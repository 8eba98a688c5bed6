package dev.aichat.ai;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Answers without a network. The dummy plays a provider's failures on command, so that
 * front ends can be tried.
 */
record OfflineModel(AiSettings settings) implements LanguageModel {

	@Override
	public void ask(List<Message> conversation, Listener reply) throws InterruptedException {
		// Lets a thread that waits for the caller's database connection run before it
		// asks for one again
		Thread.yield();
		String message = conversation.get(conversation.size() - 1).content();
		CountDownLatch hungUp = new CountDownLatch(1);
		reply.onCancel(hungUp::countDown);
		if (this.settings.provider() == AiSettings.Provider.ECHO) {
			say("AI Response to: " + message + ".", reply, hungUp);
		}
		else {
			obey(this.settings.dummy().commands() ? message.strip() : "", reply, hungUp);
		}
		reply.finish(FinishReason.STOP);
	}

	private void obey(String command, Listener reply, CountDownLatch hungUp) throws InterruptedException {
		switch (command) {
			case "/length", "/filter" -> {
				say("This reply is cut", reply, hungUp);
				reply.finish(command.equals("/length") ? FinishReason.LENGTH : FinishReason.CONTENT_FILTER);
			}
			case "/long", "/slow" -> {
				while (!hungUp.await(command.equals("/slow") ? 100 : 0, TimeUnit.MILLISECONDS)) {
					reply.text("and so on, ");
				}
			}
			case "/blank" -> reply.text(" ");
			case "/refuse", "/fail" -> throw AiException.failed(command, command.equals("/fail"));
			case "/break" -> {
				say("This reply breaks", reply, hungUp);
				throw AiException.failed(command, true);
			}
			case "/stall" -> {
				say("This reply stalls", reply, hungUp);
				hungUp.await();
			}
			case "/silent" -> hungUp.await();
			default -> say("This is a dummy response.", reply, hungUp);
		}
	}

	/** Takes the configured time, as a pause before each piece. */
	private void say(String text, Listener reply, CountDownLatch hungUp) throws InterruptedException {
		int pieces = Math.min(this.settings.dummy().pieces(), text.length());
		long pause = this.settings.dummy().delay().toMillis() / pieces;
		for (int i = 0; i < pieces && !hungUp.await(pause, TimeUnit.MILLISECONDS); i++) {
			reply.text(text.substring(i * text.length() / pieces, (i + 1) * text.length() / pieces));
		}
	}

}

package dev.aichat.ai;

import java.util.HashMap;
import java.util.Map;

import dev.langchain4j.model.chat.StreamingChatModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** Makes {@link AiSettings} out of properties, as the service does. */
final class Settings {

	private Settings() {
	}

	/** The defaults, except for names and values by turns. */
	static AiSettings of(Object... properties) {
		Map<String, Object> map = new HashMap<>();
		for (int i = 0; i < properties.length; i += 2) {
			map.put("aichat.ai." + properties[i], properties[i + 1]);
		}
		return new Binder(new MapConfigurationPropertySource(map)).bindOrCreate("aichat.ai", AiSettings.class);
	}

	/** A service with a gate of its own, that nobody measures. */
	static AiService service(StreamingChatModel model, AiSettings settings) {
		return service(model, settings, new AiBulkhead(settings));
	}

	/** A service that nobody measures. */
	static AiService service(StreamingChatModel model, AiSettings settings, AiBulkhead gate) {
		return service(model, settings, gate, new SimpleAsyncTaskExecutor());
	}

	/** A service whose model is asked by certain threads. */
	static AiService service(StreamingChatModel model, AiSettings settings, AsyncTaskExecutor threads) {
		return service(model, settings, new AiBulkhead(settings), threads);
	}

	private static AiService service(StreamingChatModel model, AiSettings settings, AiBulkhead gate,
			AsyncTaskExecutor threads) {
		return new AiService(model, gate, settings, new AiMeters(new SimpleMeterRegistry(), gate), threads);
	}

}

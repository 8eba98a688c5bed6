package dev.aichat.ai;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Makes {@link AiSettings} out of properties, and services that use them. */
final class Settings {

	private Settings() {
	}

	/** The defaults, except for alternating names and values. */
	static AiSettings of(Object... properties) {
		Map<String, Object> map = new HashMap<>();
		for (int i = 0; i < properties.length; i += 2) {
			map.put("aichat.ai." + properties[i], properties[i + 1]);
		}
		return new Binder(new MapConfigurationPropertySource(map)).bindOrCreate("aichat.ai", AiSettings.class);
	}

	static AiBulkhead bulkhead(AiSettings settings) {
		return new AiBulkhead(settings, new LifecycleProperties());
	}

	static AiService service(LanguageModel model, AiSettings settings) {
		return service(model, bulkhead(settings));
	}

	static AiService service(LanguageModel model, AiBulkhead bulkhead) {
		return new AiService(model, bulkhead, new SimpleMeterRegistry());
	}

}

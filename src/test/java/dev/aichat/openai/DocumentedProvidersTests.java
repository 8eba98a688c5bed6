package dev.aichat.openai;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.function.ThrowingSupplier;

import dev.aichat.openai.OpenAiModelTests.Heard;
import dev.aichat.testing.Provider;
import dev.aichat.testing.ProviderCall;

import static dev.aichat.ai.FinishReason.STOP;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each settings block of the providers' guide, as it stands there, with the form of that
 * provider's answers. Only host and key are replaced.
 */
class DocumentedProvidersTests {

	private static final Provider PROVIDER = new Provider();

	private static final Map<String, Map<String, String>> BLOCKS = blocks();

	private static final Map<String, String> ANSWERS = Map.ofEntries(Map.entry("OpenAI", """
			{"object": "chat.completion.chunk", "service_tier": "default", "choices": [{"index": 0, \
			"delta": {"role": "assistant", "content": "", "refusal": null}, "logprobs": null, "finish_reason": null}], \
			"usage": null, "obfuscation": "a1B"}
			{"choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": null}], "usage": null}
			{"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": null}
			{"choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 6, "total_tokens": 18, \
			"completion_tokens_details": {"reasoning_tokens": 0}}}
			[DONE]"""), Map.entry("Azure OpenAI", """
			{"choices": [], "created": 0, "id": "", "model": "", "object": "", "prompt_filter_results": \
			[{"prompt_index": 0, "content_filter_results": {"hate": {"filtered": false, "severity": "safe"}}}]}
			{"choices": [{"index": 0, "delta": {"content": "Hi"}, "content_filter_results": {}, "finish_reason": null}]}
			{"choices": [{"index": 0, "content_filter_offsets": {"check_offset": 7}, "delta": {}, \
			"finish_reason": "stop"}]}
			{"choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 6}}
			[DONE]"""), Map.entry("Mistral", """
			{"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": null}]}
			{"choices": [{"index": 0, "delta": {"content": [{"type": "thinking", "thinking": \
			[{"type": "text", "text": "Hm"}]}]}, "finish_reason": null}]}
			{"choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": null}]}
			{"choices": [{"index": 0, "delta": {"content": ""}, "finish_reason": "stop"}], \
			"usage": {"prompt_tokens": 12, "total_tokens": 18, "completion_tokens": 6}}
			[DONE]"""), Map.entry("OpenRouter", """
			{"provider": "Groq", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "", \
			"reasoning": "Hm", "reasoning_details": []}, "finish_reason": null, "native_finish_reason": null}]}
			{"provider": "Groq", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hi"}, \
			"finish_reason": null, "native_finish_reason": null}]}
			{"choices": [{"index": 0, "delta": {"content": ""}, "finish_reason": "stop", \
			"native_finish_reason": "end_turn"}]}
			{"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": null}], \
			"usage": {"prompt_tokens": 12, "completion_tokens": 6, "cost": 0.0001}}
			[DONE]"""), Map.entry("DeepSeek", """
			{"choices": [{"index": 0, "delta": {"role": "assistant", "content": null, "reasoning_content": ""}}]}
			{"choices": [{"index": 0, "delta": {"content": null, "reasoning_content": "Hm"}, "finish_reason": null}]}
			{"choices": [{"index": 0, "delta": {"content": "Hi", "reasoning_content": null}, "finish_reason": null}]}
			{"choices": [{"index": 0, "delta": {"content": "", "reasoning_content": null}, "finish_reason": "stop"}], \
			"usage": {"prompt_tokens": 12, "completion_tokens": 6, "prompt_cache_hit_tokens": 0}}
			[DONE]"""), Map.entry("Groq", """
			{"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": null}], \
			"x_groq": {"id": "req_1"}}
			{"choices": [{"index": 0, "delta": {"content": "Hi"}, "logprobs": null, "finish_reason": null}]}
			{"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "x_groq": {"id": "req_1", \
			"usage": {"queue_time": 0.01, "prompt_tokens": 12, "completion_tokens": 6}}}
			{"choices": [], "usage": {"prompt_tokens": 12, "prompt_time": 0.01, "completion_tokens": 6}}
			[DONE]"""), Map.entry("Fireworks", """
			{"choices": [{"index": 0, "delta": {"role": "assistant"}, "finish_reason": null}], "usage": null}
			{"choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": null}], "usage": null}
			{"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], \
			"usage": {"prompt_tokens": 12, "total_tokens": 18, "completion_tokens": 6}}
			[DONE]"""), Map.entry("Gemini", """
			{"choices": [{"delta": {"content": "H", "role": "assistant"}, "index": 0}], "object": \
			"chat.completion.chunk", "usage": {"completion_tokens": 1, "prompt_tokens": 12, "total_tokens": 13}}
			{"choices": [{"delta": {"content": "i", "role": "assistant"}, "finish_reason": "stop", "index": 0}], \
			"usage": {"completion_tokens": 6, "prompt_tokens": 12, "total_tokens": 18}}
			[DONE]"""), Map.entry("Ollama", """
			{"system_fingerprint": "fp_ollama", "choices": [{"index": 0, "delta": {"role": "assistant", \
			"content": "", "reasoning": "Hm"}, "finish_reason": null}]}
			{"choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hi"}, "finish_reason": null}]}
			{"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": "stop"}]}
			{"choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 6}}
			[DONE]"""), Map.entry("vLLM", """
			{"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "logprobs": null, \
			"finish_reason": null}], "prompt_token_ids": null}
			{"choices": [{"index": 0, "delta": {"content": "Hi"}, "logprobs": null, "finish_reason": null, \
			"token_ids": null}]}
			{"choices": [{"index": 0, "delta": {"content": ""}, "logprobs": null, "finish_reason": "stop", \
			"stop_reason": null}]}
			{"choices": [], "usage": {"prompt_tokens": 12, "total_tokens": 18, "completion_tokens": 6}}
			[DONE]"""), Map.entry("llama.cpp", """
			{"choices": [{"finish_reason": null, "index": 0, "delta": {"role": "assistant", "content": null}}]}
			{"choices": [{"finish_reason": null, "index": 0, "delta": {"content": "Hi"}}]}
			{"choices": [{"finish_reason": "stop", "index": 0, "delta": {}}]}
			{"choices": [], "usage": {"completion_tokens": 6, "prompt_tokens": 12}, \
			"timings": {"prompt_n": 12, "predicted_per_second": 41.7}}
			[DONE]"""), Map.entry("LM Studio", """
			{"choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hi"}, "logprobs": null, \
			"finish_reason": null}]}
			{"choices": [{"index": 0, "delta": {}, "logprobs": null, "finish_reason": "stop"}]}
			{"choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 6}, "stats": {}}
			[DONE]"""));

	@AfterEach
	void reset() {
		PROVIDER.reset();
	}

	@AfterAll
	static void close() {
		PROVIDER.close();
	}

	@Test
	void everyBlockIsTested() {
		assertThat(ANSWERS).containsOnlyKeys(BLOCKS.keySet());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void answerToASettingsBlockIsUnderstood(String name, Map<String, String> block, String events) {
		PROVIDER.answer("Hello", (call) -> {
			call.begin();
			call.chunk(": " + name + "\n\n");
			for (String event : events.split("\n")) {
				call.data(event);
			}
			call.end();
		});
		Map<String, String> variables = new LinkedHashMap<>(block);
		assertThat(variables.put("AICHAT_AI_API_KEY", Provider.KEY)).isNotEmpty();
		URI address = URI.create(settings(variables).baseUrl());
		variables.put("AICHAT_AI_BASE_URL", URI.create(PROVIDER.url()).resolve(address.getPath()).toString());
		Heard heard = new Heard();
		OpenAiModelTests.ask(new OpenAiModel(settings(variables), new SimpleAsyncTaskExecutor("ai-test-"),
				new StandardEnvironment()), heard);
		assertThat(heard.text).hasToString("Hi");
		assertThat(heard.reason).isEqualTo(STOP);
		assertThat(heard.usage).isEqualTo("12, 6");
		ProviderCall call = PROVIDER.calls().get(0);
		assertThat(call.line()).isEqualTo("POST " + address.getPath() + "/chat/completions HTTP/1.1");
		assertThat(call.json().get("model").stringValue()).isEqualTo(block.get("AICHAT_AI_MODEL"));
		assertThat(call.json().has("stream_options")).isNotEqualTo("false".equals(block.get("AICHAT_AI_STREAM_USAGE")));
	}

	static Stream<Arguments> answerToASettingsBlockIsUnderstood() {
		return ANSWERS.entrySet()
			.stream()
			.map((answer) -> Arguments.of(answer.getKey(), BLOCKS.get(answer.getKey()), answer.getValue()));
	}

	private static OpenAiSettings settings(Map<String, String> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("block-systemEnvironment", Map.copyOf(variables)));
		return Binder.get(environment).bind("aichat.ai", OpenAiSettings.class).get();
	}

	/** The variables under each heading, by the names in it. */
	private static Map<String, Map<String, String>> blocks() {
		Map<String, Map<String, String>> blocks = new LinkedHashMap<>();
		Pattern.compile("^## (.+)\n\n```\n(AICHAT_AI_PROVIDER=openai\n(?:.+\n)*)```$", Pattern.MULTILINE)
			.matcher(ThrowingSupplier.of(() -> Files.readString(Path.of("src", "docs", "providers.md"))).get())
			.results()
			.forEach((block) -> Stream.of(block.group(1).split(", "))
				.forEach((name) -> blocks.put(name, variables(block))));
		return blocks;
	}

	private static Map<String, String> variables(MatchResult block) {
		return block.group(2)
			.lines()
			.map((line) -> line.split("=", 2))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> pair[1]));
	}

}

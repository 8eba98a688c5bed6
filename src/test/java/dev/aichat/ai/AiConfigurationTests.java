package dev.aichat.ai;

import dev.langchain4j.model.chat.StreamingChatModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.aichat.testing.Provider;

import static org.assertj.core.api.Assertions.assertThat;

/** Which model is asked, and what stops the start. */
class AiConfigurationTests {

	private final ApplicationContextRunner context = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
		.withUserConfiguration(Ai.class)
		.withPropertyValues("aichat.ai.provider=openai", "aichat.ai.model=m", "aichat.ai.api-key=" + Provider.KEY);

	@Test
	void providerIsTakenWhenItIsConfigured() {
		this.context
			.run((started) -> assertThat(started.getBean(StreamingChatModel.class)).isInstanceOf(WholeReplies.class));
	}

	@Test
	void modelOfAnAdopterIsTakenInstead() {
		this.context.withUserConfiguration(Adopter.class)
			.run((started) -> assertThat(started.getBean(StreamingChatModel.class)).isSameAs(Adopter.MODEL));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			api-key= | aichat.ai.api-key must be set when aichat.ai.provider is openai; servers that want none take any.
			model= | aichat.ai.model must name a model when aichat.ai.provider is openai.
			base-url=api.openai.com | aichat.ai.base-url must be an http or https URL.
			base-url=ftp://127.0.0.1/v1 | aichat.ai.base-url must be an http or https URL.
			base-url=http:// | aichat.ai.base-url must be an http or https URL.
			base-url=http://not a host/ | aichat.ai.base-url must be an http or https URL.""")
	void whatIsMissingStopsTheStartWithOneSentence(String property, String sentence) {
		this.context.withPropertyValues("aichat.ai." + property)
			.run((started) -> assertThat(started).getFailure()
				.rootCause()
				.hasMessageContaining(sentence)
				.message()
				.doesNotContain(Provider.KEY)
				.containsOnlyOnce("aichat.ai." + property.substring(0, property.indexOf('=')) + " must"));
	}

	@Test
	void keyIsNotShown() {
		AiSettings settings = Settings.of("api-key", Provider.KEY, "system-prompt", "Keep this to yourself.");
		assertThat(settings).asString().contains("DUMMY").doesNotContain(Provider.KEY, "Keep this");
	}

	/** The AI, and no more of the service. */
	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(AiSettings.class)
	@Import({ AiConfiguration.class, AiService.class, AiBulkhead.class, AiMeters.class, SimpleMeterRegistry.class })
	static class Ai {

	}

	/** What an adopter adds. */
	@Configuration(proxyBeanMethods = false)
	static class Adopter {

		static final StreamingChatModel MODEL = OfflineModel.echo();

		@Bean
		StreamingChatModel another() {
			return MODEL;
		}

	}

}

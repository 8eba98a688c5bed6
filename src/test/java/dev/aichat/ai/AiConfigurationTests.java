package dev.aichat.ai;

import dev.langchain4j.model.chat.StreamingChatModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

import dev.aichat.testing.ScriptedModel;

import static org.assertj.core.api.Assertions.assertThat;

/** The choice of the model. */
class AiConfigurationTests {

	private final ApplicationContextRunner context = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(LifecycleAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
		.withUserConfiguration(Ai.class);

	@ParameterizedTest
	@CsvSource({ "'', This is a dummy response.", "dummy, This is a dummy response.", "echo, AI Response to: Hello.",
			"OpenAI, openai" })
	void settingNamesTheModel(String provider, String answer) {
		this.context.withPropertyValues("aichat.ai.provider=" + provider).run((started) -> {
			assertThat(AiServiceTests.ask(started.getBean(AiService.class), "Hello", (reply) -> {
			}).text()).isEqualTo(answer);
			assertThat(Ai.created).isEqualTo(provider.equals("OpenAI"));
		});
	}

	@Test
	void modelOfAnAdopterIsTakenInstead() {
		this.context.withUserConfiguration(Adopter.class)
			.run((started) -> assertThat(started.getBean(LanguageModel.class)).isInstanceOf(LangChain4jModel.class));
	}

	/** The AI, and no more of the service. */
	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(AiSettings.class)
	@Import({ AiConfiguration.class, AiService.class, AiBulkhead.class, SimpleMeterRegistry.class })
	static class Ai {

		static boolean created;

		Ai() {
			created = false;
		}

		@Bean
		@Lazy
		LanguageModel openai() {
			created = true;
			return (conversation, reply) -> reply.text("openai");
		}

	}

	/** A model that an adopter adds. */
	@Configuration(proxyBeanMethods = false)
	static class Adopter {

		@Bean
		StreamingChatModel another() {
			return new ScriptedModel();
		}

	}

}

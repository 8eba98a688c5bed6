package dev.aichat.ai;

import dev.langchain4j.model.chat.StreamingChatModel;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.task.AsyncTaskExecutor;

/** Chooses the model; one that an adopter puts into the context is taken instead. */
@Configuration(proxyBeanMethods = false)
class AiConfiguration {

	@Bean
	@Fallback
	StreamingChatModel model(AiSettings settings, @Qualifier("applicationTaskExecutor") AsyncTaskExecutor threads) {
		return switch (settings.provider()) {
			case DUMMY -> OfflineModel.dummy();
			case ECHO -> OfflineModel.echo();
			case OPENAI -> OpenAiModels.create(settings, threads);
		};
	}

}

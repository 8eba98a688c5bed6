package dev.aichat.ai;

import dev.langchain4j.model.chat.StreamingChatModel;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.task.AsyncTaskExecutor;

/** Chooses the model that is asked. */
@Configuration(proxyBeanMethods = false)
class AiConfiguration {

	/** An adopter's own model goes before the one that the settings name. */
	@Bean
	@Primary
	LanguageModel model(AiSettings settings, ObjectProvider<StreamingChatModel> adopted,
			@Qualifier("openai") ObjectProvider<LanguageModel> openAi,
			@Qualifier("applicationTaskExecutor") AsyncTaskExecutor threads) {
		StreamingChatModel own = adopted.getIfAvailable();
		if (own != null) {
			return new LangChain4jModel(own, threads);
		}
		return switch (settings.provider()) {
			case DUMMY -> OfflineModel.dummy();
			case ECHO -> OfflineModel.echo();
			case OPENAI -> openAi.getObject();
		};
	}

}

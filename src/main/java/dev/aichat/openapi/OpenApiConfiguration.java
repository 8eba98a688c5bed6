package dev.aichat.openapi;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.aichat.web.ResponsePolicy;

/** The OpenAPI document: what it is about, and who completes it. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

	private static final String BEARER = "bearer";

	@Bean
	OpenAPI openApi() {
		return new OpenAPI()
			.info(new Info().title("AI Chat")
				.version("1")
				.description("Register, log in, chat with an AI and pay for it in tokens: "
						+ "everyone starts with 4,000, a message costs 100."))
			.servers(List.of(new Server().url("/").description("The server that this document came from.")))
			.tags(List.of(tag("Access", "Become a user, and get the token that the other operations ask for."),
					tag("Account", "See your account, take it along, and have it erased."),
					tag("Admin", "Find users and change them, and see who changed what; for admins."),
					tag("Chat", "Send messages to the AI, and read what was said."),
					tag("Tokens", "See what you can spend, top it up, and follow every change.")))
			.addSecurityItem(new SecurityRequirement().addList(BEARER))
			.components(new Components()
				.addSecuritySchemes(BEARER,
						new SecurityScheme().type(SecurityScheme.Type.HTTP)
							.scheme("bearer")
							.bearerFormat("JWT")
							.description("The token from log-in."))
				.addSchemas(ProblemSchema.NAME, ProblemSchema.create()));
	}

	/** Documents fields under the names that clients see, and tells which may be null. */
	@Bean
	ModelResolver models(ObjectMapperProvider mappers) {
		ObjectMapper mapper = mappers.jsonMapper()
			.copy()
			.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
		AnnotationIntrospector known = mapper.getSerializationConfig().getAnnotationIntrospector();
		return new ModelResolver(mapper.setAnnotationIntrospector(
				AnnotationIntrospectorPair.create(known, new RequiredUnlessNullable())), new SchemaNames());
	}

	@Bean
	OperationCustomizer documentedFailures() {
		return new DocumentedFailures(Glossary.read());
	}

	@Bean
	OpenApiCustomizer tidyOperations() {
		return new TidyOperations(Glossary.read());
	}

	@Bean
	OpenApiCustomizer tidySchemas() {
		return new TidySchemas(Glossary.read());
	}

	/** Swagger UI styles its elements inline. */
	private static final String DOCUMENTS = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	@Bean
	ResponsePolicy homePolicy() {
		return new ResponsePolicy(Set.of("/"), DOCUMENTS, false);
	}

	@Bean
	ResponsePolicy docsPolicy() {
		return new ResponsePolicy(Set.of(HomeController.DOCS), DOCUMENTS, true);
	}

	@Bean
	ResponsePolicy schemaPolicy(@Value("${springdoc.api-docs.path}") String path) {
		return new ResponsePolicy(Set.of(path, path + ".yaml"), ResponsePolicy.NOTHING, true);
	}

	private static Tag tag(String name, String description) {
		return new Tag().name(name).description(description);
	}

}

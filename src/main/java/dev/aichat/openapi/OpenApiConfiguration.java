package dev.aichat.openapi;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import io.swagger.v3.oas.annotations.servers.Server;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.Schema;
import org.springdoc.core.customizers.OpenApiCustomizer;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

import dev.aichat.web.ResponsePolicy;

/** Configures the OpenAPI document and the documents for people. */
@Configuration(proxyBeanMethods = false)
@OpenAPIDefinition(
		info = @Info(title = "AI Chat", version = "1",
				description = "Register, log in, chat with an AI and pay for it in tokens: "
						+ "everyone starts with 4,000, a message costs 100."),
		servers = @Server(url = "/", description = "The server that this document came from."),
		security = @SecurityRequirement(name = "bearer"),
		tags = { @Tag(name = "Access", description = "Register, log in, stay logged in and log out."),
				@Tag(name = "Account", description = "See, export and erase your account."),
				@Tag(name = "Admin", description = "Find and change users, and read the audit log; for admins."),
				@Tag(name = "Chat", description = "Send messages to the AI, and read earlier ones."),
				@Tag(name = "Tokens", description = "See your balance, top it up, and read your ledger.") })
@SecurityScheme(name = "bearer", type = SecuritySchemeType.HTTP, scheme = "bearer", bearerFormat = "JWT",
		description = "The access token from log-in.")
class OpenApiConfiguration {

	/** Swagger UI styles its elements inline. */
	private static final String OWN_SCRIPTS = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	/** Puts the document in a stable order, and completes its ids and examples. */
	@Bean
	@SuppressWarnings("rawtypes")
	OpenApiCustomizer documentDetails() {
		return (document) -> {
			Paths paths = new Paths();
			document.getPaths()
				.entrySet()
				.stream()
				.sorted(Comparator.comparing((Map.Entry<String, PathItem> path) -> tag(path.getValue()))
					.thenComparing(Map.Entry.comparingByKey()))
				.forEach((path) -> paths.addPathItem(path.getKey(), path.getValue()));
			document.setPaths(paths);
			Set<String> ids = new HashSet<>();
			paths.forEach((path, item) -> item.readOperations().forEach((operation) -> {
				summarize(operation);
				nameAlias(path, operation, ids);
			}));
			Map<String, Schema> schemas = new TreeMap<>(document.getComponents().getSchemas());
			schemas.put("Problem",
					ModelConverters.getInstance(true).resolveAsResolvedSchema(new AnnotatedType(Problem.class)).schema);
			schemas.forEach((name, schema) -> {
				if (name.endsWith("Page")) {
					schema.setExample(pageOf(schemas.get(name.replaceFirst("Page$", "")).getExample()));
				}
			});
			document.getComponents().setSchemas(schemas);
		};
	}

	private static String tag(PathItem path) {
		return path.readOperations().get(0).getTags().get(0);
	}

	/**
	 * Takes the first sentence of the Javadoc as the summary, and the rest as the
	 * description.
	 */
	private static void summarize(Operation operation) {
		String javadoc = Objects.requireNonNullElse(operation.getDescription(), "");
		String[] sentences = javadoc.replaceAll("\\s+", " ").strip().split("(?<=\\.) ", 2);
		operation.setSummary(StringUtils.trimTrailingCharacter(sentences[0], '.'));
		operation.setDescription(sentences[sentences.length - 1]);
	}

	/** Gives an operation's second path an id of its own. */
	private static void nameAlias(String path, Operation operation, Set<String> ids) {
		String id = operation.getOperationId().replaceFirst("_\\d+$", "");
		String alias = id + "At" + StringUtils.capitalize(path.substring(path.lastIndexOf('/') + 1));
		operation.setOperationId(ids.add(id) ? id : alias);
	}

	/** Returns the last page of one item as an example. */
	private static Map<String, Object> pageOf(Object item) {
		Map<String, Object> page = new TreeMap<>(Map.of("items", List.of(item)));
		page.put("next", null);
		return page;
	}

	@Bean
	ResponsePolicy homePolicy() {
		return new ResponsePolicy(Set.of("/"), OWN_SCRIPTS, false);
	}

	@Bean
	ResponsePolicy docsPolicy() {
		return new ResponsePolicy(Set.of(HomeController.DOCS), OWN_SCRIPTS, true);
	}

	@Bean
	ResponsePolicy schemaPolicy(@Value("${springdoc.api-docs.path}") String path) {
		return new ResponsePolicy(Set.of(path, path + ".yaml"), ResponsePolicy.NOTHING, true);
	}

}

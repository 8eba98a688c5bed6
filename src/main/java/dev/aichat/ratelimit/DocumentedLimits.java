package dev.aichat.ratelimit;

import java.util.Map;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OpenApiCustomizer;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Documents the headers of operations that can answer 429. */
@Component
class DocumentedLimits implements OpenApiCustomizer {

	private static final String REFUSED = String.valueOf(HttpStatus.TOO_MANY_REQUESTS.value());

	@Override
	public void customise(OpenAPI document) {
		document.getPaths()
			.values()
			.stream()
			.flatMap((path) -> path.readOperations().stream())
			.map(Operation::getResponses)
			.filter((responses) -> responses.containsKey(REFUSED))
			.flatMap((responses) -> responses.entrySet().stream())
			.filter((response) -> response.getKey().equals(REFUSED) || response.getKey().startsWith("2"))
			.map(Map.Entry::getValue)
			.forEach(DocumentedLimits::addHeaders);
	}

	private static void addHeaders(ApiResponse response) {
		response.addHeaderObject(RateLimitDecision.POLICY_HEADER, header("\"chat\";q=120;w=60",
				"What is allowed: q requests (or failures) in w seconds, for each limit by its name."));
		response.addHeaderObject(RateLimitDecision.STATE_HEADER,
				header("\"chat\";r=30;t=15", "What is left of it: r may be used now, and as much again every t seconds "
						+ "(draft-ietf-httpapi-ratelimit-headers)."));
	}

	private static Header header(String example, String description) {
		return new Header().description(description).schema(new StringSchema()).example(example);
	}

}

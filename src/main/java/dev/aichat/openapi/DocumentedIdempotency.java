package dev.aichat.openapi;

import java.util.Arrays;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;

import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

import dev.aichat.web.IdempotencyKey;

/** Documents the headers of operations that take an {@link IdempotencyKey}. */
@Component
class DocumentedIdempotency implements OperationCustomizer {

	DocumentedIdempotency() {
		SpringDocUtils.getConfig().addRequestWrapperToIgnore(IdempotencyKey.class);
	}

	@Override
	public Operation customize(Operation operation, HandlerMethod method) {
		if (Arrays.asList(method.getMethod().getParameterTypes()).contains(IdempotencyKey.class)) {
			operation.addParametersItem(new HeaderParameter().name(IdempotencyKey.HEADER)
				.required(false)
				.schema(new StringSchema().minLength(1).maxLength(IdempotencyKey.MAX_LENGTH)));
			operation.getResponses()
				.get("200")
				.addHeaderObject(IdempotencyKey.REPLAYED_HEADER,
						new Header().description("Is true when an earlier request with the same key was answered so.")
							.schema(new StringSchema()));
		}
		return operation;
	}

}

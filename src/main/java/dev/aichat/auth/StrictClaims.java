package dev.aichat.auth;

import java.io.Reader;
import java.util.List;
import java.util.Map;

import io.jsonwebtoken.io.AbstractDeserializer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a JWT's JSON strictly: duplicate claims are rejected, and times must be numbers
 * (RFC 7519, section 2, NumericDate).
 */
class StrictClaims extends AbstractDeserializer<Map<String, ?>> {

	private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {
	};

	private static final List<String> TIMES = List.of("exp", "iat", "nbf");

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	@Override
	protected Map<String, ?> doDeserialize(Reader reader) {
		Map<String, Object> claims = MAPPER.readValue(reader, CLAIMS);
		for (String time : TIMES) {
			if (claims.get(time) != null
					&& !(claims.get(time) instanceof Integer || claims.get(time) instanceof Long)) {
				throw new IllegalArgumentException("The claim %s is not a whole number".formatted(time));
			}
		}
		return claims;
	}

}

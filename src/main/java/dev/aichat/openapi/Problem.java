package dev.aichat.openapi;

import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong (RFC 9457). Some problems have more members.
 *
 * @param type always about:blank: the code tells more
 * @param title the status in words
 * @param status the status of the response
 * @param detail what went wrong, in a sentence for people
 * @param instance the path of the request
 * @param code what went wrong, for machines; it never changes
 * @param error the detail again, for older clients
 * @param errors with validation_failed: sentences by field
 */
record Problem(@Schema(format = "uri-reference") String type, String title, int status, String detail,
		@Schema(format = "uri-reference") @Nullable String instance, String code, String error,
		@Nullable Map<String, List<String>> errors) {
}

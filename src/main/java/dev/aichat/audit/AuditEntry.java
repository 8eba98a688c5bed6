package dev.aichat.audit;

import java.time.Instant;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;
import org.jspecify.annotations.Nullable;

/**
 * A change that somebody made to a user. Entries are only ever added.
 *
 * @param id the number of the entry
 * @param at the time of the change, by the database's clock
 * @param actor the id of the user who made the change; null if it was made on the command
 * line
 * @param action the kind of change
 * @param subject the id of the user who was changed
 * @param before the changed fields as they were; never a name, a password or a hash
 * @param after the changed fields as they became
 */
@Schema(example = """
		{"id": 1, "at": "2026-11-21T12:00:00Z", "actor": 1, "action": "ADJUST_TOKENS", "subject": 7,
		"before": {"tokens": 4000}, "after": {"tokens": 3750, "note": "Charged back"}}""")
public record AuditEntry(long id, Instant at, @Nullable Long actor, AuditAction action, long subject,
		@Schema(additionalProperties = AdditionalPropertiesValue.TRUE) @Nullable Map<String, Object> before,
		@Schema(additionalProperties = AdditionalPropertiesValue.TRUE) @Nullable Map<String, Object> after) {
}

package dev.aichat.audit;

import java.time.Instant;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One change that somebody made to a user. Entries are only ever added.
 *
 * @param id the entry's number
 * @param at when, by the database's clock
 * @param actor the id of who did it; null if it was done from the console
 * @param action what was done
 * @param subject the id of the user it was done to
 * @param before what was changed, as it was; never a name, a password or a hash
 * @param after what was changed, as it became
 */
@Schema(example = """
		{"id": 1, "at": "2026-11-21T12:00:00Z", "actor": 1, "action": "ADJUST_TOKENS", "subject": 7,
		"before": {"tokens": 4000}, "after": {"tokens": 3750, "note": "Charged back"}}""")
public record AuditEntry(long id, Instant at, @Nullable Long actor, AuditAction action, long subject,
		@Nullable Map<String, Object> before, @Nullable Map<String, Object> after) {
}

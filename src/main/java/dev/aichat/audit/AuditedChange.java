package dev.aichat.audit;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What somebody did to a user, to be written to the audit.
 *
 * @param actor who did it; null from the console
 * @param action what was done
 * @param subject to whom
 * @param before what was changed, as it was
 * @param after what was changed, as it became
 */
public record AuditedChange(@Nullable Long actor, AuditAction action, long subject,
		@Nullable Map<String, Object> before, @Nullable Map<String, Object> after) {
}

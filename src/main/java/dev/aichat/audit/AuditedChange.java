package dev.aichat.audit;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A change of a user that is to be written to the audit log.
 *
 * @param actor the id of the user who makes it; null for the command line
 * @param action the action
 * @param subject the id of the user who is changed
 * @param before the changed properties as they were; never a name, a password or a hash
 * @param after the changed properties as they are now
 */
public record AuditedChange(@Nullable Long actor, AuditAction action, long subject,
		@Nullable Map<String, Object> before, @Nullable Map<String, Object> after) {
}

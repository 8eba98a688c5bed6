package dev.aichat.audit;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The part of an {@link AuditEntry} that its writer knows. */
public record AuditedChange(@Nullable Long actor, AuditAction action, long subject,
		@Nullable Map<String, Object> before, @Nullable Map<String, Object> after) {
}

package dev.aichat.audit;

import tools.jackson.databind.json.JsonMapper;

import dev.aichat.testing.FreshDatabase;

/** Creates the audit log on a database of a test's own. */
public final class AuditLogs {

	private AuditLogs() {
	}

	public static AuditLog on(FreshDatabase database) {
		return new AuditLog(database.sql(), JsonMapper.builder().build());
	}

}

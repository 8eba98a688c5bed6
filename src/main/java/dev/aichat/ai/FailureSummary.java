package dev.aichat.ai;

import dev.langchain4j.exception.HttpException;

/**
 * What the log says of a failure: enough to find the cause, and nothing that a provider
 * wrote, which may hold the key.
 */
final class FailureSummary {

	private static final int MAX_DEPTH = 5;

	private FailureSummary() {
	}

	static String of(Throwable failure) {
		StringBuilder summary = new StringBuilder();
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++, cause = cause.getCause()) {
			summary.append((depth > 0) ? " ← " : "").append(cause.getClass().getSimpleName());
			if (cause instanceof HttpException http) {
				summary.append(" (status ").append(http.statusCode()).append(')');
			}
			else if (cause instanceof UnusableReplyException) {
				summary.append(" (").append(cause.getMessage()).append(')');
			}
		}
		return summary.toString();
	}

}

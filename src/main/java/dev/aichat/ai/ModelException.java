package dev.aichat.ai;

import org.jspecify.annotations.Nullable;

/**
 * A failure of the model. The message is logged, so it holds nothing a provider wrote.
 */
public final class ModelException extends Exception {

	private static final int MAX_DEPTH = 5;

	private final boolean providerAtFault;

	/**
	 * Creates the failure.
	 * @param what what happened
	 * @param providerAtFault whether it counts for the circuit breaker; what the question
	 * or our own side is to blame for does not
	 */
	public ModelException(String what, boolean providerAtFault) {
		super(what);
		this.providerAtFault = providerAtFault;
	}

	/**
	 * Names the classes of a failure and its causes, which hold no secrets.
	 * @param failure the failure
	 * @return the names, outermost first
	 */
	public static String names(Throwable failure) {
		StringBuilder names = new StringBuilder(failure.getClass().getSimpleName());
		@Nullable Throwable cause = failure.getCause();
		for (int depth = 1; cause != null && depth < MAX_DEPTH; depth++, cause = cause.getCause()) {
			names.append(" ← ").append(cause.getClass().getSimpleName());
		}
		return names.toString();
	}

	/**
	 * Tells whether the failure counts for the circuit breaker.
	 * @return whether the provider is to blame
	 */
	public boolean isProviderAtFault() {
		return this.providerAtFault;
	}

}

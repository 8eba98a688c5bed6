package dev.aichat.ai;

import org.jspecify.annotations.Nullable;

/**
 * A failure of the model. The message is logged, so it holds nothing a provider wrote.
 */
public final class ModelException extends Exception {

	private static final int MAX_DEPTH = 5;

	private final boolean providerAtFault;

	private ModelException(String message, boolean providerAtFault) {
		super(message);
		this.providerAtFault = providerAtFault;
	}

	/**
	 * Blames the provider, which counts for the circuit breaker.
	 * @param what what it did
	 * @return the failure
	 */
	public static ModelException failed(String what) {
		return new ModelException(what, true);
	}

	/**
	 * Blames the question or our own side, which does not count.
	 * @param what what happened
	 * @return the failure
	 */
	public static ModelException uncounted(String what) {
		return new ModelException(what, false);
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

package dev.aichat.ai;

import java.net.SocketException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

/**
 * A failure of the model. The message is logged, so it holds nothing a provider wrote.
 */
public final class ModelException extends Exception {

	private static final Set<Integer> QUESTION_REFUSED = Set.of(400, 413, 422);

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

	/** Returns whether an HTTP status blames the question, and not the provider. */
	public static boolean isQuestionRefused(int status) {
		return QUESTION_REFUSED.contains(status);
	}

	/** Names a failure and its causes, outermost first, without a provider's words. */
	public static String names(Throwable failure) {
		return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
			.limit(5)
			.map(ModelException::name)
			.collect(Collectors.joining(" ← "));
	}

	/** Of connections and TLS, the JDK's own words tell more than the class. */
	private static String name(Throwable failure) {
		boolean said = failure instanceof SocketException || failure instanceof SSLException;
		String name = failure.getClass().getSimpleName();
		return (said && failure.getMessage() != null) ? name + ": " + failure.getMessage() : name;
	}

	/** Returns whether the failure counts for the circuit breaker. */
	public boolean isProviderAtFault() {
		return this.providerAtFault;
	}

}

package dev.aichat.web;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Counts all answers by the class of their status. Tomcat tells an access log of each,
 * also of those that it gives itself, to what never reaches the application.
 */
class ResponseMeters extends ValveBase implements AccessLog {

	private final List<Counter> answers;

	ResponseMeters(MeterRegistry registry) {
		super(true);
		this.answers = IntStream.rangeClosed(1, 5)
			.mapToObj((hundreds) -> Counter.builder("aichat.http.responses")
				.description("How many requests were answered.")
				.tag("status", hundreds + "xx")
				.register(registry))
			.toList();
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		getNext().invoke(request, response);
	}

	@Override
	public void log(Request request, Response response, long nanos) {
		int hundreds = Math.max(1, Math.min(response.getStatus() / 100, this.answers.size()));
		this.answers.get(hundreds - 1).increment();
	}

	@Override
	public boolean getRequestAttributesEnabled() {
		return false;
	}

	@Override
	public void setRequestAttributesEnabled(boolean enabled) {
		// It looks at no address
	}

}

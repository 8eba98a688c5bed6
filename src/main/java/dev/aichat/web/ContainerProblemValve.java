package dev.aichat.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Tomcat's own answer to what never reaches the application (a broken request line,
 * headers that are too large), as a problem instead of a page of HTML.
 */
public class ContainerProblemValve extends ErrorReportValve {

	@Override
	protected void report(Request request, Response response, Throwable failure) {
		if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		ProblemException problem = StandardProblem.of(response.getStatus()).exception();
		HttpStatus status = problem.status();
		byte[] json = """
				{"type":"about:blank","title":"%s","status":%d,"detail":"%s","code":"%s","error":"%3$s"}"""
			.formatted(status.getReasonPhrase(), status.value(), problem.detail(), problem.code())
			.getBytes(StandardCharsets.UTF_8);
		response.setStatus(status.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setHeader("Cache-Control", "no-store");
		if (response.getHeader(RequestIdFilter.HEADER) == null) {
			response.setHeader(RequestIdFilter.HEADER, RequestIdFilter.acceptedOrNew(null));
		}
		try {
			response.setContentLength(json.length);
			response.getOutputStream().write(json);
			response.finishResponse();
		}
		catch (IOException | IllegalStateException ex) {
			// The client is gone, or something was written already: nobody to tell
		}
	}

}

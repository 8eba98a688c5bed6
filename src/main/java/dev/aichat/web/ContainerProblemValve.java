package dev.aichat.web;

import java.io.IOException;
import java.util.Objects;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;

/**
 * Tomcat's own answer to what never reaches the application (a broken request line,
 * headers that are too large), as a problem instead of a page of HTML.
 */
public class ContainerProblemValve extends ErrorReportValve {

	private static final JsonMapper JSON = JsonMapper.builder()
		.addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
		.build();

	@Override
	protected void report(Request request, Response response, Throwable failure) {
		if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		String path = Objects.toString(request.getRequestURI(), "");
		ProblemException problem = StandardProblem.of(response.getStatus()).exception();
		response.setStatus(problem.status().value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		ResponseHeadersFilter.write(path, response);
		RequestIdFilter.write(request, response);
		try {
			byte[] json = JSON.writeValueAsBytes(problem.body(path));
			response.setContentLength(json.length);
			response.getOutputStream().write(json);
			response.finishResponse();
		}
		catch (IOException | IllegalStateException ex) {
			// The client is gone, or something was written already: nobody to tell
		}
	}

}

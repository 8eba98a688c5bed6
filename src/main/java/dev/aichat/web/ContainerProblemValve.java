package dev.aichat.web;

import java.io.IOException;
import java.util.Objects;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;

/**
 * Answers requests that Tomcat refuses before they reach the application (a broken
 * request line, headers that are too large) with a problem instead of HTML.
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
		ProblemException problem = problem(request, response);
		response.setStatus(problem.status().value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		ResponseHeadersFilter.write(ResponsePolicy.DEFAULT, response);
		RequestIdFilter.write(request, response);
		problem.getHeaders().forEach((name, values) -> response.setHeader(name, values.get(0)));
		try {
			byte[] json = JSON.writeValueAsBytes(ProblemRenderer.render(problem, path));
			response.setContentLength(json.length);
			response.getOutputStream().write(json);
			response.finishResponse();
		}
		catch (IOException | IllegalStateException ex) {
			// The client is gone, or something was written already
		}
	}

	/**
	 * Returns the problem. An access token too large to be read is an invalid one: its
	 * header has a name by then, and no value.
	 */
	private static ProblemException problem(Request request, Response response) {
		MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
		MessageBytes authorization = headers.getValue(HttpHeaders.AUTHORIZATION);
		if (authorization != null && authorization.isNull()) {
			return new InvalidAccessTokenException();
		}
		String host = headers.getHeader(HttpHeaders.HOST);
		return (response.getStatus() == 400 && host != null && host.contains("_"))
				? new ProblemException(HttpStatus.BAD_REQUEST, "malformed_request",
						"The request cannot be read: a host name may not contain an underscore.")
				: ProblemException.standard(response.getStatus());
	}

}

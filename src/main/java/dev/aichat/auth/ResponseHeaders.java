package dev.aichat.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.web.header.HeaderWriter;

/**
 * What browsers may do with an answer: keep none of the API's, run nothing, and on the
 * documentation's pages only what comes from here. Swagger UI styles its elements inline.
 */
class ResponseHeaders implements HeaderWriter {

	private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

	private static final String OWN_PAGES = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	@Override
	public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
		String path = request.getRequestURI();
		boolean docs = path.startsWith("/api/docs") || path.startsWith("/api/schema");
		if (!docs && !response.containsHeader(HttpHeaders.CACHE_CONTROL)) {
			response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		}
		response.setHeader("Content-Security-Policy",
				(path.startsWith("/api/docs") || path.equals("/")) ? OWN_PAGES : NOTHING);
		response.setHeader("Referrer-Policy", "no-referrer");
	}

}

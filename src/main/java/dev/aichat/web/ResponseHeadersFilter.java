package dev.aichat.web;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says what browsers may do with an answer: keep none of the API's, run nothing, and on
 * the documentation's pages only what comes from here. It says so before anything else
 * happens, so that the answer carries it whoever gives it: the application, the firewall
 * or Tomcat.
 */
class ResponseHeadersFilter extends OncePerRequestFilter {

	private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

	/** Swagger UI styles its elements inline. */
	private static final String OWN_PAGES = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	/** They need no script, and submit forms. */
	private static final String ADMIN_PAGES = "default-src 'none'; style-src 'self'; img-src 'self'; "
			+ "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		write(request.getRequestURI(), response);
		chain.doFilter(request, response);
	}

	/** Some errors of Tomcat are dispatched without a request that went before. */
	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	static void write(String path, HttpServletResponse response) {
		boolean docs = path.startsWith("/api/docs");
		if (!docs && !path.startsWith("/api/schema")) {
			response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		}
		response.setHeader("Content-Security-Policy", policy(path, docs));
		response.setHeader("Referrer-Policy", "no-referrer");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("X-Frame-Options", "DENY");
	}

	private static String policy(String path, boolean docs) {
		if (path.equals("/admin") || path.startsWith("/admin/")) {
			return ADMIN_PAGES;
		}
		return (docs || path.equals("/")) ? OWN_PAGES : NOTHING;
	}

}

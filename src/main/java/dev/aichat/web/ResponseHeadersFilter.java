package dev.aichat.web;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sets the headers that tell browsers what to do with a response, before anything else
 * happens, so that the firewall's responses carry them, too.
 */
class ResponseHeadersFilter extends OncePerRequestFilter {

	private final List<ResponsePolicy> policies;

	ResponseHeadersFilter(List<ResponsePolicy> policies) {
		this.policies = policies;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		write(policy(request.getRequestURI()), response);
		chain.doFilter(request, response);
	}

	private ResponsePolicy policy(String path) {
		for (ResponsePolicy policy : this.policies) {
			if (policy.covers(path)) {
				return policy;
			}
		}
		return ResponsePolicy.DEFAULT;
	}

	/** Some errors of Tomcat are dispatched without a request that went before. */
	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	static void write(ResponsePolicy policy, HttpServletResponse response) {
		if (!policy.cacheable()) {
			response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		}
		response.setHeader("Content-Security-Policy", policy.contentSecurityPolicy());
		response.setHeader("Referrer-Policy", "no-referrer");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("X-Frame-Options", "DENY");
	}

}

package dev.aichat.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * Leaves the refusing to browsers, as the Fetch standard has it: a page that may not call
 * gets the usual answer without the headers that would let it read it. So the API's own
 * page works behind any proxy, and every refusal keeps the contract's form.
 */
class LenientCorsProcessor extends DefaultCorsProcessor {

	@Override
	public boolean processRequest(@Nullable CorsConfiguration config, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		super.processRequest(config, request, response);
		return true;
	}

	@Override
	protected void rejectRequest(ServerHttpResponse response) {
	}

}

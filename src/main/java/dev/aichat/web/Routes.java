package dev.aichat.web;

import java.util.List;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;

/** The routes of all controllers, and the paths that several features refer to. */
@Component
public class Routes {

	/** The chat page. */
	public static final String HOME = "/";

	/** The files of the chat page. */
	public static final String ASSETS = "/assets";

	/** The API, below which all other paths of it lie. */
	public static final String API = "/api";

	/** Swagger UI. */
	public static final String DOCS = API + "/docs";

	/** The prices, public too. */
	public static final String PRICING = API + "/pricing";

	/** The operators' part of the API. */
	public static final String ADMIN = API + "/admin";

	private final List<PathPattern> patterns;

	Routes(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping) {
		this.patterns = mapping.getHandlerMethods()
			.entrySet()
			.stream()
			.filter((route) -> !ErrorController.class.isAssignableFrom(route.getValue().getBeanType()))
			.flatMap(
					(route) -> Objects.requireNonNull(route.getKey().getPathPatternsCondition()).getPatterns().stream())
			.filter((pattern) -> !pattern.getPatternString().endsWith("/**"))
			.toList();
	}

	/**
	 * Returns whether the path of a request exists, for any method and any caller. The
	 * error page and patterns that end in {@code /**} stand for what does not.
	 */
	public boolean exist(HttpServletRequest request) {
		PathContainer path = ServletRequestPathUtils.parseAndCache(request).pathWithinApplication();
		return this.patterns.stream().anyMatch((pattern) -> pattern.matches(path));
	}

}

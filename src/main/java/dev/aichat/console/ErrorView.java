package dev.aichat.console;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

import dev.aichat.web.ProblemException;
import dev.aichat.web.ProblemRenderer;

/** Shows a failure as a page; wherever it happens, also outside of every controller. */
@Component
class ErrorView {

	private final ProblemRenderer problems;

	private final ViewResolver views;

	/** A page is HTML, whatever the end of its address looks like. */
	ErrorView(ProblemRenderer problems, ThymeleafViewResolver views) {
		this.problems = problems;
		this.views = views;
		views.setForceContentType(true);
	}

	/** Gives a page that tells of a failure the status and the headers of an answer. */
	static void mark(ProblemException failure, HttpServletResponse response) {
		response.setStatus(failure.status().value());
		failure.getHeaders().forEach((name, values) -> response.setHeader(name, values.get(0)));
	}

	void render(Throwable failure, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException {
		ProblemDetail problem = this.problems.render(failure, request);
		response.setStatus(problem.getStatus());
		response.setContentType(MediaType.TEXT_HTML_VALUE);
		try {
			View view = Objects.requireNonNull(this.views.resolveViewName("admin/failure", Locale.ENGLISH));
			Map<String, @Nullable Object> model = new HashMap<>();
			model.put("title", String.valueOf(problem.getTitle()));
			model.put("detail", String.valueOf(problem.getDetail()));
			model.put("admin",
					(request.getUserPrincipal() instanceof Authentication caller) ? caller.getPrincipal() : null);
			view.render(model, request, response);
		}
		catch (IOException | RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new ServletException(ex);
		}
	}

}

package dev.aichat.console;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

import dev.aichat.user.CurrentUser;
import dev.aichat.web.ProblemException;

/** What all pages show, and how they fail: as pages, where the API answers problems. */
@ControllerAdvice(annotations = ConsoleController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ConsoleAdvice {

	private final ConsoleCookies cookies;

	private final ErrorView failures;

	ConsoleAdvice(ConsoleCookies cookies, ErrorView failures) {
		this.cookies = cookies;
		this.failures = failures;
	}

	@ModelAttribute
	void addWhatAllPagesShow(Model model, @AuthenticationPrincipal @Nullable CurrentUser admin,
			HttpServletRequest request, HttpServletResponse response) {
		model.addAttribute("admin", admin);
		model.addAttribute("format", new ViewFormat());
		if (HttpMethod.GET.matches(request.getMethod())) {
			this.cookies.take(request, response).ifPresent((notice) -> model.addAttribute("notice", notice.text()));
		}
	}

	@ExceptionHandler
	void onFailure(Exception ex, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException {
		this.failures.render(problem(ex), request, response);
	}

	/** A path that cannot name anything names nothing. */
	private static Exception problem(Exception ex) {
		if (ex instanceof MethodArgumentTypeMismatchException mismatch
				&& mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
			return ProblemException.notFound();
		}
		if (ex instanceof TypeMismatchException) {
			return ProblemException.malformedRequest();
		}
		if (ex instanceof ErrorResponse refusal && refusal.getStatusCode().is4xxClientError()) {
			return ProblemException.standard(refusal.getStatusCode().value());
		}
		return ex;
	}

}

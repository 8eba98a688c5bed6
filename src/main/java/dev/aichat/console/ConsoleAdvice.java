package dev.aichat.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

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
import org.springframework.web.servlet.ModelAndView;

import dev.aichat.user.CurrentUser;
import dev.aichat.web.ProblemException;
import dev.aichat.web.ProblemRenderer;

/** Adds what every console view needs, and shows failures as views. */
@ControllerAdvice(basePackageClasses = ConsoleAdvice.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ConsoleAdvice {

	private final ConsoleCookies cookies;

	private final ProblemRenderer problems;

	ConsoleAdvice(ConsoleCookies cookies, ProblemRenderer problems, ThymeleafViewResolver views) {
		this.cookies = cookies;
		this.problems = problems;
		// A view is HTML, whatever extension its path has
		views.setForceContentType(true);
	}

	@ModelAttribute
	void addCommonAttributes(Model model, @AuthenticationPrincipal @Nullable CurrentUser admin,
			HttpServletRequest request) {
		model.addAttribute("admin", admin);
		model.addAttribute("format", new ViewFormat());
		model.addAttribute("pager", new Pager(request.getQueryString()));
		if (HttpMethod.GET.matches(request.getMethod())) {
			this.cookies.readFlashMessage().ifPresent((message) -> model.addAttribute("flash", message.text()));
		}
	}

	@ExceptionHandler
	ModelAndView showFailure(Exception ex, @AuthenticationPrincipal @Nullable CurrentUser admin,
			HttpServletResponse response) {
		ProblemException problem = this.problems.problem(problem(ex));
		write(problem, response);
		return new ModelAndView("admin/failure", problem.status()).addObject("title", problem.getBody().getTitle())
			.addObject("detail", problem.detail())
			.addObject("admin", admin);
	}

	/** Writes the status and the headers of a failure that a form's own view explains. */
	static void write(ProblemException problem, HttpServletResponse response) {
		response.setStatus(problem.status().value());
		problem.getHeaders().forEach((name, values) -> response.setHeader(name, values.get(0)));
	}

	private static Exception problem(Exception ex) {
		if (ex instanceof MethodArgumentTypeMismatchException mismatch
				&& mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
			return ProblemException.notFound();
		}
		if (ex instanceof TypeMismatchException) {
			return ProblemException.malformedRequest();
		}
		if (ex instanceof ErrorResponse rejection && !(ex instanceof ProblemException)
				&& rejection.getStatusCode().is4xxClientError()) {
			return ProblemException.standard(rejection.getStatusCode().value());
		}
		return ex;
	}

}

package dev.aichat.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

import dev.aichat.user.CurrentUser;
import dev.aichat.web.ProblemException;
import dev.aichat.web.ProblemRenderer;
import dev.aichat.web.StaticAssets;

/** Adds what every console view needs, and shows failures as views. */
@ControllerAdvice(basePackageClasses = ConsoleAdvice.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ConsoleAdvice {

	private final ConsoleCookies cookies;

	private final ProblemRenderer problems;

	ConsoleAdvice(ConsoleCookies cookies, ProblemRenderer problems, StaticAssets assets, ThymeleafViewResolver views) {
		this.cookies = cookies;
		this.problems = problems;
		// A view is HTML, whatever extension its path has
		views.setForceContentType(true);
		views.addStaticVariable("assets", assets.path());
	}

	@ModelAttribute
	void addCommonAttributes(Model model, @AuthenticationPrincipal @Nullable CurrentUser admin,
			HttpServletRequest request) {
		model.addAttribute("admin", admin);
		model.addAttribute("format", new ViewFormat());
		if (HttpMethod.GET.matches(request.getMethod())) {
			this.cookies.readFlashMessage().ifPresent((message) -> model.addAttribute("flash", message.text()));
		}
	}

	@ExceptionHandler
	ModelAndView showFailure(Exception ex, @AuthenticationPrincipal @Nullable CurrentUser admin,
			HttpServletResponse response) {
		ProblemException problem = this.problems.problem(ex);
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

}

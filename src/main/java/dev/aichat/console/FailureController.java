package dev.aichat.console;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;

import dev.aichat.web.ProblemException;

/**
 * Answers unknown paths of the console, forms that fail the CSRF check, and failed
 * filters.
 */
@Controller
class FailureController {

	@RequestMapping(ConsoleSecurity.HOME + "/**")
	String unknownPath() {
		throw ProblemException.notFound();
	}

	@RequestMapping(ConsoleSecurity.FAILURE)
	String failure(@RequestAttribute(name = ConsoleSecurity.FAILURE, required = false) @Nullable RuntimeException ex) {
		throw (ex != null) ? ex : ProblemException.notFound();
	}

	@RequestMapping(ConsoleSecurity.INVALID_FORM)
	String invalidForm() {
		throw new ProblemException(HttpStatus.FORBIDDEN, "forbidden",
				"This form did not come from here, or is too old. Nothing was done. Go back, reload the page and try again.");
	}

}

package dev.aichat.console;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

import dev.aichat.web.ProblemException;

/** Answers unknown paths of the console, and forms that fail the CSRF check. */
@Controller
class FailureController {

	@RequestMapping(ConsoleSecurity.HOME + "/**")
	String unknownPath() {
		throw ProblemException.notFound();
	}

	@RequestMapping(ConsoleSecurity.INVALID_FORM)
	String invalidForm() {
		throw new ProblemException(HttpStatus.FORBIDDEN, "forbidden",
				"This form did not come from here, or is too old. Nothing was done. Go back, reload the page and try again.");
	}

}

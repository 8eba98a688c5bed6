package dev.aichat.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Answers requests that failed outside of every controller. */
@RestController
@io.swagger.v3.oas.annotations.Hidden
class ErrorDispatchController implements ErrorController {

	/**
	 * Lists every method, because Spring would otherwise answer OPTIONS with those
	 * allowed here.
	 */
	@RequestMapping(path = "${spring.web.error.path:/error}", method = { RequestMethod.GET, RequestMethod.HEAD,
			RequestMethod.POST, RequestMethod.PUT, RequestMethod.PATCH, RequestMethod.DELETE, RequestMethod.OPTIONS })
	void error(HttpServletRequest request) {
		Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
		throw (status instanceof Integer code) ? ProblemException.standard(code) : ProblemException.notFound();
	}

}

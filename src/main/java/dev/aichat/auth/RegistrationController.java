package dev.aichat.auth;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.validation.Validator;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.auth.RegistrationService.Registered;
import dev.aichat.openapi.Failures;
import dev.aichat.ratelimit.RateLimitService;
import dev.aichat.user.Username;
import dev.aichat.user.ValidPassword;

/** Registers users. */
@RestController
@Tag(name = "Access")
class RegistrationController {

	static final String PATH = "/api/register";

	private final RegistrationService registrations;

	private final RateLimitService limits;

	RegistrationController(RegistrationService registrations, RateLimitService limits) {
		this.registrations = registrations;
		this.limits = limits;
	}

	/** Registers a user. The opening balance is #{pricing.openingBalance()} tokens. */
	@PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	@SecurityRequirements
	@Failures({ "username_taken", "rate_limited" })
	RegisterReply register(@Valid @RequestBody RegisterRequest body, HttpServletRequest request,
			HttpServletResponse response) {
		Username name = Username.parse(body.username()).orElseThrow();
		Registered user = this.limits.registering(request, response,
				() -> this.registrations.register(name, body.password()));
		return new RegisterReply("User registered successfully.", user.id(), user.username(), user.tokens());
	}

	/** Adds the rules of new names to those of the record. */
	@InitBinder
	void addNameRules(WebDataBinder binder) {
		binder.initDirectFieldAccess();
		binder.addValidators(Validator.forInstanceOf(RegisterRequest.class,
				(request, errors) -> Username.brokenRule(request.username())
					.ifPresent((rule) -> errors.rejectValue("username", "username", rule))));
	}

	/**
	 * The credentials of a new user.
	 *
	 * @param username letters and digits of any script, and @ . + - _; unique regardless
	 * of case
	 * @param password the password; anything is allowed in it
	 */
	@Schema(example = """
			{"username": "ada", "password": "correct horse battery"}""")
	record RegisterRequest(@Schema(minLength = 1, maxLength = Username.MAX_LENGTH) String username,
			@ValidPassword @Schema(minLength = 8, maxLength = 128) String password) {
	}

	/**
	 * The new user.
	 *
	 * @param message a sentence for people
	 * @param id the user
	 * @param username the name as it was typed
	 * @param tokens the opening balance
	 */
	@Schema(example = """
			{"message": "User registered successfully.", "id": 1, "username": "ada", "tokens": 4000}""")
	record RegisterReply(String message, long id, String username, long tokens) {
	}

}

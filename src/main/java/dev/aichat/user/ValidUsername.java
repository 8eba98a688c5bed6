package dev.aichat.user;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import org.jspecify.annotations.Nullable;

import dev.aichat.web.BoundedText;

/** Marks the name of a new user, which must follow the rules of {@link Username}. */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ValidUsername.Rule.class)
public @interface ValidUsername {

	String message() default BoundedText.REQUIRED;

	Class<?>[] groups() default {};

	Class<? extends Payload>[] payload() default {};

	/** Validates {@link ValidUsername}. */
	class Rule implements ConstraintValidator<ValidUsername, String> {

		@Override
		public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
			if (value == null || value.isBlank()) {
				return false;
			}
			Optional<String> broken = Username.brokenRule(value);
			broken.ifPresent((rule) -> {
				context.disableDefaultConstraintViolation();
				context.buildConstraintViolationWithTemplate(rule).addConstraintViolation();
			});
			return broken.isEmpty();
		}

	}

}

package dev.aichat.user;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import org.jspecify.annotations.Nullable;

/** Marks text that {@link Username} must accept. */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ValidUsername.Rule.class)
public @interface ValidUsername {

	String message() default Username.RULE;

	Class<?>[] groups() default {};

	Class<? extends Payload>[] payload() default {};

	/** Validates {@link ValidUsername}. */
	class Rule implements ConstraintValidator<ValidUsername, String> {

		@Override
		public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
			return Username.parse(value).isPresent();
		}

	}

}

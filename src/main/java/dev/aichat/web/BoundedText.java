package dev.aichat.web;

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

/**
 * Text that people wrote: present, not all blank, and of a bounded length in characters
 * (Unicode code points). PostgreSQL cannot store U+0000.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = BoundedText.Rule.class)
public @interface BoundedText {

	/** The most characters. */
	int max();

	String message() default "Text is required.";

	Class<?>[] groups() default {};

	Class<? extends Payload>[] payload() default {};

	/** What the annotation asks for. */
	class Rule implements ConstraintValidator<BoundedText, String> {

		private int max;

		@Override
		public void initialize(BoundedText text) {
			this.max = text.max();
		}

		@Override
		public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
			if (value == null || value.isBlank()) {
				return refuse(context, "This field is required and may not be blank.");
			}
			if (value.codePointCount(0, value.length()) > this.max) {
				return refuse(context, "This field may have at most %d characters.".formatted(this.max));
			}
			if (value.indexOf('\0') >= 0) {
				return refuse(context, "This field may not contain the character U+0000.");
			}
			return true;
		}

		private static boolean refuse(ConstraintValidatorContext context, String sentence) {
			context.disableDefaultConstraintViolation();
			context.buildConstraintViolationWithTemplate(sentence).addConstraintViolation();
			return false;
		}

	}

}

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

import dev.aichat.web.BoundedText;

/**
 * A new password: 8 to 128 code points after NFKC, any of them, with no rule on their
 * kinds (NIST SP 800-63B, section 3.1.1.2), and not a common one if the settings say so.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ValidPassword.Rule.class)
public @interface ValidPassword {

	/** The fewest code points of a password. */
	int MIN_LENGTH = 8;

	/** The most code points of a password. */
	int MAX_LENGTH = 128;

	/** Accepts null, too. */
	boolean optional() default false;

	String message() default "A password has 8 to 128 characters.";

	Class<?>[] groups() default {};

	Class<? extends Payload>[] payload() default {};

	/** Validates {@link ValidPassword}. */
	class Rule implements ConstraintValidator<ValidPassword, String> {

		private final CommonPasswords common;

		private boolean optional;

		Rule(CommonPasswords common) {
			this.common = common;
		}

		@Override
		public void initialize(ValidPassword password) {
			this.optional = password.optional();
		}

		@Override
		public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
			if (value == null) {
				return this.optional || violates(context, BoundedText.REQUIRED);
			}
			String normal = PasswordHasher.normal(value).orElse("");
			int length = normal.codePointCount(0, normal.length());
			if (length < MIN_LENGTH || length > MAX_LENGTH) {
				return false;
			}
			return !this.common.contains(normal) || violates(context, "This password is one of the most common ones.");
		}

		private static boolean violates(ConstraintValidatorContext context, String rule) {
			context.disableDefaultConstraintViolation();
			context.buildConstraintViolationWithTemplate(rule).addConstraintViolation();
			return false;
		}

	}

}

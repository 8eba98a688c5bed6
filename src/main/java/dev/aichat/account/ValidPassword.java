package dev.aichat.account;

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
 * A new password: 8 to 128 code points after NFKC, any of them, with no rule on their
 * kinds (NIST SP 800-63B, section 3.1.1.2).
 */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ValidPassword.Rule.class)
public @interface ValidPassword {

	/** Whether there may be none. */
	boolean optional() default false;

	String message() default "A password has 8 to 128 characters.";

	Class<?>[] groups() default {};

	Class<? extends Payload>[] payload() default {};

	/** What the annotation asks for. */
	class Rule implements ConstraintValidator<ValidPassword, String> {

		private boolean optional;

		@Override
		public void initialize(ValidPassword password) {
			this.optional = password.optional();
		}

		@Override
		public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
			if (value == null) {
				return this.optional;
			}
			String normal = PasswordHasher.normal(value);
			int length = normal.codePointCount(0, normal.length());
			return length >= 8 && length <= 128;
		}

	}

}

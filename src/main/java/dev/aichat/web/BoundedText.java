package dev.aichat.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.OverridesAttribute;
import jakarta.validation.Payload;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.CodePointLength;

/**
 * Requires text that is not blank, is of a bounded length in characters (Unicode code
 * points), and has no U+0000, which PostgreSQL cannot store.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {})
@NotNull(message = BoundedText.REQUIRED)
@Pattern(regexp = "(?sU).*\\S.*", message = BoundedText.REQUIRED)
@CodePointLength(message = "This field may have at most {max} characters.")
@Pattern(regexp = "[^\\x00]*", message = "This field may not contain the character U+0000.")
public @interface BoundedText {

	/** The sentence for text that is missing or blank. */
	String REQUIRED = "This field is required and may not be blank.";

	/** The most characters. */
	@OverridesAttribute(constraint = CodePointLength.class, name = "max")
	int max();

	String message() default "";

	Class<?>[] groups() default {};

	Class<? extends Payload>[] payload() default {};

}

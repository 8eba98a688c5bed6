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
 * Requires text that shows something, is of a bounded length in characters (Unicode code
 * points), and has no U+0000, which PostgreSQL cannot store.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {})
@NotNull(message = BoundedText.REQUIRED)
@Pattern(regexp = "(?s).*[^" + BoundedText.INVISIBLE + "].*", message = BoundedText.REQUIRED)
@CodePointLength(message = "This field may have at most {max} characters.")
@Pattern(regexp = "[^\\x00]*", message = "This field may not contain the character U+0000.")
public @interface BoundedText {

	/** The sentence for text that is missing or blank. */
	String REQUIRED = "This field is required and may not be blank.";

	/**
	 * The characters that show nothing, for a regular expression's brackets: blanks,
	 * controls, the default ignorable code points (UAX 44, section 5.3), and the Braille
	 * blank.
	 */
	String INVISIBLE = "\\s\\p{Z}\\p{Cc}\\p{Cf}\\x{34f}\\x{115f}\\x{1160}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}\\x{2065}"
			+ "\\x{2800}\\x{3164}\\x{fe00}-\\x{fe0f}\\x{ffa0}\\x{fff0}-\\x{fff8}\\x{e0000}-\\x{e0fff}";

	/** Matches text that is empty or shows nothing. */
	java.util.regex.Pattern BLANK = java.util.regex.Pattern.compile("[" + INVISIBLE + "]*");

	/** The most characters. */
	@OverridesAttribute(constraint = CodePointLength.class, name = "max")
	int max();

	String message() default "";

	Class<?>[] groups() default {};

	Class<? extends Payload>[] payload() default {};

}

package dev.aichat.openapi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How an operation, or every one of a controller, can fail beyond what every operation
 * can, for its documentation.
 */
@Documented
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Fails.All.class)
public @interface Fails {

	/** The status of the answer. */
	int status();

	/** The codes that the problem can carry. */
	String[] codes();

	/** All the failures of one operation. */
	@Documented
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@interface All {

		Fails[] value();

	}

}

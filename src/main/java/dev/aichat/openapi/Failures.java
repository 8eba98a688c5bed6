package dev.aichat.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents the failures of an operation, or of all operations of a controller, beyond
 * those that follow from its parameters.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface Failures {

	/** The failures. */
	Failure[] value();

}

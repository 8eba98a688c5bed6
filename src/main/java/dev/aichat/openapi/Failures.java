package dev.aichat.openapi;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Documents failures of an operation, or of all operations of a controller. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Failures {

	/** The names of their examples in {@code openapi.yaml}. */
	String[] value();

}

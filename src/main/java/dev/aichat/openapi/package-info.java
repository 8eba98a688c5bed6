/** The OpenAPI document: the operations with their Javadoc, and {@code openapi.yaml}. */
@NullMarked
@ApplicationModule(allowedDependencies = { "web" })
package dev.aichat.openapi;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

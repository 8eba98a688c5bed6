/** Swagger UI for the OpenAPI document. */
@NullMarked
@ApplicationModule(allowedDependencies = "web")
package dev.aichat.docs;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

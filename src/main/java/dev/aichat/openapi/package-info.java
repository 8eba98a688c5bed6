/** The OpenAPI document and Swagger UI. */
@NullMarked
@ApplicationModule(allowedDependencies = { "web" })
package dev.aichat.openapi;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

/** The OpenAPI document. */
@NullMarked
@ApplicationModule(allowedDependencies = { "web" })
package dev.aichat.openapi;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

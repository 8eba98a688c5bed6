/**
 * Registration, log-in, sessions from their beginning to their end, and the filter that
 * authenticates access tokens.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "openapi", "ratelimit", "user", "wallet", "web" })
package dev.aichat.auth;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

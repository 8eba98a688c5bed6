/** A user's own account: read, exported and erased. */
@NullMarked
@ApplicationModule(allowedDependencies = { "audit", "auth", "chat", "openapi", "ratelimit", "user", "wallet", "web" })
package dev.aichat.account;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

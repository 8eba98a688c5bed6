/** The operators' console: HTML views with a cookie session of their own. */
@NullMarked
@ApplicationModule(
		allowedDependencies = { "account", "admin", "audit", "auth", "chat", "ratelimit", "user", "wallet", "web" })
package dev.aichat.console;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

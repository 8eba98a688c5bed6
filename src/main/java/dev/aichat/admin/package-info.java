/** The operators' JSON API. */
@NullMarked
@ApplicationModule(allowedDependencies = { "account", "audit", "chat", "openapi", "user", "wallet", "web" })
package dev.aichat.admin;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

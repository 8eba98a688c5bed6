/** The command that creates a superuser. */
@NullMarked
@ApplicationModule(allowedDependencies = { "admin", "user", "web" })
package dev.aichat.cli;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

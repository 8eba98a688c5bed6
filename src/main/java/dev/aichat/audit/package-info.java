/**
 * The audit log: an append-only record of every change that an operator makes to a user.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "web" })
package dev.aichat.audit;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

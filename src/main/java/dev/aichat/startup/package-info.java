/**
 * Checks before the start, sentences for failed starts, and the line after a good one.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.aichat.startup;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

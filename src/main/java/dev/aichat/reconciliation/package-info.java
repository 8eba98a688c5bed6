/** The accounting invariants as SQL, checked in the background. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.aichat.reconciliation;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

/** The audit log: an append-only record of changes of users. */
@NullMarked
@ApplicationModule(allowedDependencies = { "web" })
package dev.aichat.audit;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

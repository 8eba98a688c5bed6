/**
 * Rate limits: chats and wrong passwords by user, registrations by address, and failed
 * log-ins by address and by name.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "user", "web" })
package dev.aichat.ratelimit;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

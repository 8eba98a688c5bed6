/** Rate limits on chats, registrations and failed log-ins. */
@NullMarked
@ApplicationModule(allowedDependencies = { "user", "web" })
package dev.aichat.ratelimit;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

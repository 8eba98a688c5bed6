/** How fast callers may go: so many chats, registrations and failed log-ins in a time. */
@NullMarked
@ApplicationModule(allowedDependencies = { "account", "web" })
package dev.aichat.ratelimit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

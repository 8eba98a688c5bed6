/** Getting in and out: registering, sessions, and the filter that reads access tokens. */
@NullMarked
@ApplicationModule(allowedDependencies = { "account", "docs", "ratelimit", "wallet", "web" })
package dev.aichat.auth;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** The operator's side, and what is done to a whole account: adjust, erase, export. */
@NullMarked
@ApplicationModule(allowedDependencies = { "account", "auth", "chat", "docs", "ratelimit", "wallet", "web" })
package dev.aichat.admin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** What users spend on: a message is reserved, asked, and settled or released. */
@NullMarked
@ApplicationModule(allowedDependencies = { "account", "ai", "docs", "ratelimit", "wallet", "web" })
package dev.aichat.chat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

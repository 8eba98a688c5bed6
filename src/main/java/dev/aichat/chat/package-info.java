/** Chats: each message is reserved, asked, and settled or released. */
@NullMarked
@ApplicationModule(allowedDependencies = { "ai", "openapi", "ratelimit", "user", "wallet", "web" })
package dev.aichat.chat;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

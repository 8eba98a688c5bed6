/**
 * The operators' JSON API: changes users and balances, and shows chats, ledgers, the
 * audit log and totals.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "account", "audit", "chat", "openapi", "user", "wallet", "web" })
package dev.aichat.admin;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

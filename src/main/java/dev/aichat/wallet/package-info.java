/** Prices, users' balances, top-ups, and the append-only ledger. */
@NullMarked
@ApplicationModule(allowedDependencies = { "openapi", "user", "web" })
package dev.aichat.wallet;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

/** What users may spend: their balance, its top-up, and the append-only ledger. */
@NullMarked
@ApplicationModule(allowedDependencies = { "account", "docs", "web" })
package dev.aichat.wallet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

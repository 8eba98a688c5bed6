package dev.aichat.wallet;

import dev.aichat.testing.OnPostgres;

/** {@link WalletTests} on PostgreSQL. */
@OnPostgres
class WalletOnPostgresTests extends WalletTests {

}

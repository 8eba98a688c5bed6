package dev.aichat.wallet;

import dev.aichat.OnPostgres;

/** {@link WalletTests} on PostgreSQL. */
@OnPostgres
class WalletOnPostgresTests extends WalletTests {

}

package dev.aichat.chat;

import dev.aichat.testing.OnPostgres;

/** {@link SettlementMoneyTests} on PostgreSQL. */
@OnPostgres
class SettlementMoneyOnPostgresTests extends SettlementMoneyTests {

}

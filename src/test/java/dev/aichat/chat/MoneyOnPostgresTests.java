package dev.aichat.chat;

import dev.aichat.testing.OnPostgres;

/** {@link MoneyTests} on PostgreSQL. */
@OnPostgres
class MoneyOnPostgresTests extends MoneyTests {

}

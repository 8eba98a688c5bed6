package dev.aichat.chat;

import dev.aichat.OnPostgres;

/** {@link MoneyTests} on PostgreSQL. */
@OnPostgres
class MoneyOnPostgresTests extends MoneyTests {

}

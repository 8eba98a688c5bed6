package dev.aichat.chat;

import dev.aichat.testing.OnPostgres;

/** {@link HistoryTests} on PostgreSQL. */
@OnPostgres
class HistoryOnPostgresTests extends HistoryTests {

}

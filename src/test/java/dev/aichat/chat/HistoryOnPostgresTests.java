package dev.aichat.chat;

import dev.aichat.OnPostgres;

/** {@link HistoryTests} on PostgreSQL. */
@OnPostgres
class HistoryOnPostgresTests extends HistoryTests {

}

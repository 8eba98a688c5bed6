package dev.aichat.chat;

import dev.aichat.testing.OnPostgres;

/** {@link OverdueChatSweeperTests} on PostgreSQL. */
@OnPostgres
class OverdueChatSweeperOnPostgresTests extends OverdueChatSweeperTests {

}

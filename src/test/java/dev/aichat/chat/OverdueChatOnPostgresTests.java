package dev.aichat.chat;

import dev.aichat.testing.OnPostgres;

/** {@link OverdueChatTests} on PostgreSQL. */
@OnPostgres
class OverdueChatOnPostgresTests extends OverdueChatTests {

}

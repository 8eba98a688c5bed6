package dev.aichat.chat;

import dev.aichat.testing.OnPostgres;

/** {@link ConversationTests} on PostgreSQL. */
@OnPostgres
class ConversationOnPostgresTests extends ConversationTests {

}

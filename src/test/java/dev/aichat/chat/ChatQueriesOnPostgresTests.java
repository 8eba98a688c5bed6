package dev.aichat.chat;

import dev.aichat.testing.OnPostgres;

/** {@link ChatQueriesTests} on a real PostgreSQL. */
@OnPostgres
class ChatQueriesOnPostgresTests extends ChatQueriesTests {

}

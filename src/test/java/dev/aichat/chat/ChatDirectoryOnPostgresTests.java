package dev.aichat.chat;

import dev.aichat.OnPostgres;

/** {@link ChatDirectoryTests} on a real PostgreSQL. */
@OnPostgres
class ChatDirectoryOnPostgresTests extends ChatDirectoryTests {

}

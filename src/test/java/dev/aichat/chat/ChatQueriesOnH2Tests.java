package dev.aichat.chat;

/** {@link ChatQueriesTests} on the embedded default. */
class ChatQueriesOnH2Tests extends ChatQueriesTests {

}

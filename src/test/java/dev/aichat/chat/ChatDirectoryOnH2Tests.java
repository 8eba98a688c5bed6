package dev.aichat.chat;

/** {@link ChatDirectoryTests} on the embedded default. */
class ChatDirectoryOnH2Tests extends ChatDirectoryTests {

}

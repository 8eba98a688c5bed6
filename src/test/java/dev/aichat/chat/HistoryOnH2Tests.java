package dev.aichat.chat;

/** {@link HistoryTests} on the embedded default. */
class HistoryOnH2Tests extends HistoryTests {

}

package dev.aichat.chat;

/** {@link MoneyTests} on the embedded default. */
class MoneyOnH2Tests extends MoneyTests {

}

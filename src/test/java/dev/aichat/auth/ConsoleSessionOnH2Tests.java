package dev.aichat.auth;

/** {@link ConsoleSessionTests} on the embedded default. */
class ConsoleSessionOnH2Tests extends ConsoleSessionTests {

}

package dev.aichat.auth;

/** {@link PageSessionTests} on the embedded default. */
class PageSessionOnH2Tests extends PageSessionTests {

}

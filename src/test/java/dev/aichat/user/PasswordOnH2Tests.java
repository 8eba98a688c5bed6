package dev.aichat.user;

/** {@link PasswordTests} on the embedded default. */
class PasswordOnH2Tests extends PasswordTests {

}

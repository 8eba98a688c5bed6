package dev.aichat.account;

/** {@link PasswordTests} on the embedded default. */
class PasswordOnH2Tests extends PasswordTests {

}

package dev.aichat.auth;

/** {@link PasswordChangeTests} on the embedded default. */
class PasswordChangeOnH2Tests extends PasswordChangeTests {

}

package dev.aichat.auth;

/** {@link RefreshTests} on the embedded default. */
class RefreshOnH2Tests extends RefreshTests {

}

package dev.aichat.user;

/** {@link UserTests} on the embedded default. */
class UserOnH2Tests extends UserTests {

}

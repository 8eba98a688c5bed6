package dev.aichat.admin;

/** {@link UsersTests} on the embedded default. */
class UsersOnH2Tests extends UsersTests {

}

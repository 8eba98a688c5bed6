package dev.aichat.admin;

/** {@link SuperusersTests} on the embedded default. */
class SuperusersOnH2Tests extends SuperusersTests {

}

package dev.aichat.cli;

/** {@link SuperuserServiceTests} on the embedded default. */
class SuperuserServiceOnH2Tests extends SuperuserServiceTests {

}

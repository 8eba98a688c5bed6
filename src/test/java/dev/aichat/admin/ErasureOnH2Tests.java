package dev.aichat.admin;

/** {@link ErasureTests} on the embedded default. */
class ErasureOnH2Tests extends ErasureTests {

}

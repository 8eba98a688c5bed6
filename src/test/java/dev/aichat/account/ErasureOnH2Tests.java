package dev.aichat.account;

/** {@link ErasureTests} on the embedded default. */
class ErasureOnH2Tests extends ErasureTests {

}

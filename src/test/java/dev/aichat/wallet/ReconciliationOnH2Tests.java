package dev.aichat.wallet;

/** {@link ReconciliationTests} on the embedded default. */
class ReconciliationOnH2Tests extends ReconciliationTests {

}

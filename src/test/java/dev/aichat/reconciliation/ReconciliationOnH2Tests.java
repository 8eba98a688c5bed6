package dev.aichat.reconciliation;

/** {@link ReconciliationTests} on the embedded default. */
class ReconciliationOnH2Tests extends ReconciliationTests {

}

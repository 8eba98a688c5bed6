package dev.aichat.admin;

/** {@link AdjustmentTests} on the embedded default. */
class AdjustmentOnH2Tests extends AdjustmentTests {

}

package dev.aichat.admin;

/** {@link TotalsTests} on the embedded default. */
class TotalsOnH2Tests extends TotalsTests {

}

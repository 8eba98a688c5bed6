package dev.aichat.account;

/** {@link AccountTests} on the embedded default. */
class AccountOnH2Tests extends AccountTests {

}

package dev.aichat.wallet;

/** {@link WalletTests} on the embedded default. */
class WalletOnH2Tests extends WalletTests {

}

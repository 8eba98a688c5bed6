package dev.aichat.admin;

/** {@link LastAdminTests} on the embedded default. */
class LastAdminOnH2Tests extends LastAdminTests {

}

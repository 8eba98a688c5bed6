package dev.aichat.account;

import dev.aichat.OnPostgres;

/** {@link AccountTests} on PostgreSQL. */
@OnPostgres
class AccountOnPostgresTests extends AccountTests {

}

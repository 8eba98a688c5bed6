package dev.aichat.account;

import dev.aichat.testing.OnPostgres;

/** {@link ErasureTests} on PostgreSQL. */
@OnPostgres
class ErasureOnPostgresTests extends ErasureTests {

}

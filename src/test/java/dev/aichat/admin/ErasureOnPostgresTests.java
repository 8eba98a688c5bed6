package dev.aichat.admin;

import dev.aichat.OnPostgres;

/** {@link ErasureTests} on PostgreSQL. */
@OnPostgres
class ErasureOnPostgresTests extends ErasureTests {

}

package dev.aichat.chat;

import dev.aichat.testing.OnPostgres;

/** {@link StopTests} on PostgreSQL. */
@OnPostgres
class StopOnPostgresTests extends StopTests {

}

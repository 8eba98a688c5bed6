package dev.aichat.chat;

import dev.aichat.testing.OnPostgres;

/** {@link IdempotencyTests} on PostgreSQL. */
@OnPostgres
class IdempotencyOnPostgresTests extends IdempotencyTests {

}

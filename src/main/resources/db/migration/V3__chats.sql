-- Messages and their replies.
CREATE TABLE chats (
  id              UUID          PRIMARY KEY,
  user_id         BIGINT        NOT NULL REFERENCES users (id),
  conversation_id UUID          NOT NULL,
  message         VARCHAR(8000) NOT NULL,
  response        VARCHAR(1000000),
  state           VARCHAR(8)    NOT NULL,
  price           BIGINT        NOT NULL,
  idempotency_key VARCHAR(255),
  created_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  expires_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  answered_at     TIMESTAMP(6) WITH TIME ZONE,
  CONSTRAINT chats_state_is_known CHECK (state IN ('PENDING', 'ANSWERED', 'REFUNDED')),
  CONSTRAINT chats_price_is_positive CHECK (price > 0),
  CONSTRAINT chats_answered_has_response CHECK (
    (state = 'ANSWERED') = (response IS NOT NULL AND answered_at IS NOT NULL)),
  CONSTRAINT chats_refunded_frees_key CHECK (state <> 'REFUNDED' OR idempotency_key IS NULL),
  CONSTRAINT chats_key_is_unique UNIQUE (user_id, idempotency_key)
);
CREATE INDEX chats_for_the_sweep ON chats (state, expires_at);
CREATE INDEX chats_of_a_user ON chats (user_id, id);

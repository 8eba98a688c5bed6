-- Every change of a balance. Rows are only ever added.
CREATE TABLE ledger (
  user_id         BIGINT      NOT NULL REFERENCES users (id),
  seq             BIGINT      NOT NULL,
  kind            VARCHAR(10) NOT NULL,
  amount          BIGINT      NOT NULL,
  balance         BIGINT      NOT NULL,
  chat_id         UUID,
  note            VARCHAR(500),
  idempotency_key VARCHAR(255),
  created_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  -- two changes that saw the same balance get the same number: one of them fails
  CONSTRAINT ledger_seq_is_unique PRIMARY KEY (user_id, seq),
  CONSTRAINT ledger_seq_from_one CHECK (seq >= 1),
  CONSTRAINT ledger_balance_not_negative CHECK (balance >= 0),
  CONSTRAINT ledger_grant_comes_first CHECK ((kind = 'GRANT') = (seq = 1)),
  CONSTRAINT ledger_amount_fits_kind CHECK (
    (kind = 'GRANT' AND amount >= 0) OR (kind IN ('TOP_UP', 'REFUND') AND amount > 0)
    OR (kind = 'CHARGE' AND amount < 0) OR (kind = 'ADJUSTMENT' AND amount <> 0)),
  CONSTRAINT ledger_chat_fits_kind CHECK ((kind IN ('CHARGE', 'REFUND')) = (chat_id IS NOT NULL)),
  -- no second charge, no second refund
  CONSTRAINT ledger_kind_once_per_chat UNIQUE (chat_id, kind),
  CONSTRAINT ledger_key_is_unique UNIQUE (user_id, idempotency_key)
);

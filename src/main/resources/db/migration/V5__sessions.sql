-- A session lives while its epoch is its user's: what ends all sessions of a user adds one to the user's.
ALTER TABLE users ADD COLUMN session_epoch BIGINT DEFAULT 0 NOT NULL;

-- The sessions that nobody has ended: ending one deletes it. Secrets are stored hashed.
CREATE TABLE sessions (
  id          UUID        PRIMARY KEY,
  user_id     BIGINT      NOT NULL REFERENCES users (id),
  epoch       BIGINT      NOT NULL,
  family_hash VARCHAR(64) NOT NULL,
  secret_hash VARCHAR(64) NOT NULL,
  created_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  expires_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  ends_at     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  CONSTRAINT sessions_hashes_are_sha256 CHECK (LENGTH(family_hash) = 64 AND LENGTH(secret_hash) = 64),
  CONSTRAINT sessions_never_outlive_their_end CHECK (created_at < expires_at AND expires_at <= ends_at)
);
CREATE INDEX sessions_of_a_user ON sessions (user_id, epoch, created_at);
CREATE INDEX sessions_that_expired ON sessions (expires_at);

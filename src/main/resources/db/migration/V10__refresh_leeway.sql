-- The refresh token that was spent last, and when: within the leeway it is answered again, any other ends the session.
ALTER TABLE sessions ADD COLUMN spent_hash VARCHAR(64);
ALTER TABLE sessions ADD COLUMN spent_at TIMESTAMP(6) WITH TIME ZONE;
ALTER TABLE sessions ADD CONSTRAINT sessions_spent_is_sha256_and_dated
  CHECK ((spent_hash IS NULL) = (spent_at IS NULL) AND LENGTH(spent_hash) = 64);

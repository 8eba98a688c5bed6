-- Why a reply ended. The default spares a large table the rewrite of its answered rows.
ALTER TABLE chats ADD COLUMN finish_reason VARCHAR(20) DEFAULT 'STOP';
UPDATE chats SET finish_reason = NULL WHERE state <> 'ANSWERED';
ALTER TABLE chats ALTER COLUMN finish_reason SET DEFAULT NULL;
ALTER TABLE chats ADD CONSTRAINT chats_answered_has_finish_reason CHECK ((state = 'ANSWERED') = (finish_reason IS NOT NULL));

-- Whether the user asked to stop the reply. The instance that asks the AI looks for it every second.
ALTER TABLE chats ADD COLUMN stop_requested BOOLEAN DEFAULT FALSE NOT NULL;

-- What the provider counted, in its own tokens, if it did.
ALTER TABLE chats ADD COLUMN prompt_tokens INTEGER;
ALTER TABLE chats ADD COLUMN completion_tokens INTEGER;
CREATE INDEX chats_of_a_conversation ON chats (user_id, conversation_id, id);

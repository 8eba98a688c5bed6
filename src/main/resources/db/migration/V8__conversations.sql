-- A conversation is named on its first message; deleting one hides all of its messages and removes their texts.
ALTER TABLE chats ADD COLUMN title VARCHAR(160);
ALTER TABLE chats ADD COLUMN deleted BOOLEAN DEFAULT FALSE NOT NULL;

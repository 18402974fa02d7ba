-- Whoever speaks to everyone is not mentioned by it. Known from the row itself, a list of mentions need not read the messages of those
-- that it leaves out.
ALTER TABLE mention_everyone ADD COLUMN author_id BIGINT NOT NULL DEFAULT 0;
UPDATE mention_everyone SET author_id = COALESCE((SELECT m.author_id FROM message m WHERE m.id = mention_everyone.message_id), 0);
DROP INDEX mention_everyone_newest;
CREATE INDEX mention_everyone_newest ON mention_everyone (room_id, sent_at, message_id, seq, author_id);

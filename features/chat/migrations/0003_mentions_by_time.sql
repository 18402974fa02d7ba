ALTER TABLE mention ADD COLUMN sent_at BIGINT NOT NULL DEFAULT 0;
UPDATE mention SET sent_at = COALESCE((SELECT m.sent_at FROM message m WHERE m.id = mention.message_id), 0);
DROP INDEX mention_newest;
CREATE INDEX mention_newest ON mention (person_id, sent_at, message_id);

ALTER TABLE mention_everyone ADD COLUMN sent_at BIGINT NOT NULL DEFAULT 0;
UPDATE mention_everyone SET sent_at = COALESCE((SELECT m.sent_at FROM message m WHERE m.id = mention_everyone.message_id), 0);
DROP INDEX mention_everyone_newest;
CREATE INDEX mention_everyone_newest ON mention_everyone (room_id, sent_at, message_id);

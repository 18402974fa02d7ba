-- What a message that was forwarded stands on: the message itself, and each forward by which it came here. Whoever takes one of them back takes
-- its words out of all that came of it.
CREATE TABLE message_forward (
    message_id BIGINT NOT NULL,
    place BIGINT NOT NULL,
    source_id BIGINT NOT NULL,
    PRIMARY KEY (message_id, place, source_id)
) {clustered};
CREATE INDEX message_forward_by_source ON message_forward (source_id, message_id);

-- What is said in the room is not forwarded out of it.
ALTER TABLE room ADD COLUMN no_forwarding BOOLEAN NOT NULL DEFAULT FALSE;

-- What a message that was forwarded stands on: the message itself, and each forward by which it came here, with its place there (-1 for the words
-- of that message itself). Whoever takes one of them back takes its words out of all that came of it; so does the other side of a share that
-- takes them out of one place.
CREATE TABLE message_forward (
    message_id BIGINT NOT NULL,
    place BIGINT NOT NULL,
    source_id BIGINT NOT NULL,
    source_place BIGINT NOT NULL,
    gone BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (message_id, place, source_id)
) {clustered};
CREATE INDEX message_forward_by_source ON message_forward (source_id, message_id);

-- What a message carried until it was taken back, or until something that it carried was.
ALTER TABLE message_revision ADD COLUMN carried TEXT;

-- What is said in the room is not forwarded out of it.
ALTER TABLE room ADD COLUMN no_forwarding BOOLEAN NOT NULL DEFAULT FALSE;

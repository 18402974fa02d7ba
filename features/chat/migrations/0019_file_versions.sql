-- Files of a room that are versions of one another. A line bears the id of its first file, and never gives out a number twice.
CREATE TABLE file_line (
    room_id BIGINT NOT NULL REFERENCES room (id),
    line_id BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (room_id, line_id)
) {clustered};

ALTER TABLE room_file ADD COLUMN line_id BIGINT;
ALTER TABLE room_file ADD COLUMN version BIGINT;
-- A newer one of its line stands in the room: lists leave it out.
ALTER TABLE room_file ADD COLUMN superseded BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX room_file_by_line ON room_file (room_id, line_id, version);

-- Who may save the files of the room.
ALTER TABLE room ADD COLUMN downloads TEXT NOT NULL DEFAULT 'everyone';

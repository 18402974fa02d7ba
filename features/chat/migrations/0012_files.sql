-- Which files a room has, and by which message. What a reply told the room as well refers to the files a second time; lists leave that out.
CREATE TABLE room_file (
    room_id BIGINT NOT NULL REFERENCES room (id),
    file_id BIGINT NOT NULL REFERENCES file (id),
    message_id BIGINT NOT NULL,
    told BOOLEAN NOT NULL,
    author_id BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key {blob} NOT NULL,
    size BIGINT NOT NULL,
    PRIMARY KEY (room_id, file_id, message_id)
) {clustered};
CREATE INDEX room_file_newest ON room_file (room_id, sent_at, file_id);
CREATE INDEX room_file_by_name ON room_file (room_id, sort_key, file_id);
CREATE INDEX room_file_by_size ON room_file (room_id, size, file_id);
CREATE INDEX room_file_by_message ON room_file (message_id);
CREATE INDEX room_file_by_file ON room_file (file_id);

-- What somebody looks for again and again, as they typed it.
CREATE TABLE saved_search (
    person_id BIGINT NOT NULL REFERENCES person (id),
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    -- Only in this room.
    room_id BIGINT,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, id)
) {clustered};

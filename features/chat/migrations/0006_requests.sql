CREATE TABLE contact_request (
    room_id BIGINT NOT NULL PRIMARY KEY REFERENCES room (id),
    barrier_id BIGINT NOT NULL,
    barrier_name TEXT NOT NULL,
    asked_by BIGINT NOT NULL REFERENCES person (id),
    asked_at BIGINT NOT NULL,
    claimed_by BIGINT REFERENCES person (id),
    claimed_at BIGINT
);

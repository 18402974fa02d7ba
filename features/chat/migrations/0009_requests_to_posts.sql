-- A request goes to a desk, or to a post: a title in a unit, or the unit itself, whoever holds it today. One to a post has no barrier, and there
-- is one for each who asks.
CREATE TABLE request (
    room_id BIGINT NOT NULL PRIMARY KEY REFERENCES room (id),
    barrier_id BIGINT,
    barrier_name TEXT,
    asked_by BIGINT NOT NULL REFERENCES person (id),
    asked_at BIGINT NOT NULL,
    claimed_by BIGINT REFERENCES person (id),
    claimed_at BIGINT
);
INSERT INTO request (room_id, barrier_id, barrier_name, asked_by, asked_at, claimed_by, claimed_at)
    SELECT room_id, barrier_id, barrier_name, asked_by, asked_at, claimed_by, claimed_at FROM contact_request;
DROP TABLE contact_request;

ALTER TABLE room ADD COLUMN title_id BIGINT REFERENCES title (id);
-- All who hold the post today are kept from whoever asked.
ALTER TABLE room ADD COLUMN barred BOOLEAN NOT NULL DEFAULT FALSE;
CREATE UNIQUE INDEX room_to_post ON room (created_by, unit_id, COALESCE(title_id, 0)) WHERE kind = 'request' AND unit_id IS NOT NULL;

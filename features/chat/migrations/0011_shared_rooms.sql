-- A room that two organisations share: a row for each side, under the same id, which says what that side knows of it.
CREATE TABLE room_share (
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    id BIGINT NOT NULL,
    peer_id BIGINT NOT NULL REFERENCES organisation (id),
    direction TEXT NOT NULL,
    room_id BIGINT REFERENCES room (id),
    their_room TEXT,
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    offered_at BIGINT NOT NULL,
    offered_by BIGINT REFERENCES person (id),
    answered_at BIGINT,
    answered_by BIGINT REFERENCES person (id),
    ended_at BIGINT,
    ended_by TEXT,
    PRIMARY KEY (org_id, id)
) {clustered};
CREATE INDEX room_share_newest ON room_share (org_id, offered_at, id);
CREATE INDEX room_share_by_room ON room_share (room_id);

-- How many other organisations it is shared with.
ALTER TABLE room ADD COLUMN shares BIGINT NOT NULL DEFAULT 0;

-- Who of the other side is, or was, in a room. They are no members: nothing waits for them, nothing counts them.
CREATE TABLE room_partner (
    room_id BIGINT NOT NULL REFERENCES room (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    share_id BIGINT NOT NULL,
    present BOOLEAN NOT NULL,
    PRIMARY KEY (room_id, person_id)
) {clustered};
CREATE INDEX room_partner_by_person ON room_partner (person_id);

-- What happened in a shared room and is still to be carried to the other side, in the order in which it happened.
CREATE TABLE share_outbox (
    share_id BIGINT NOT NULL,
    to_org BIGINT NOT NULL REFERENCES organisation (id),
    number BIGINT NOT NULL,
    what TEXT NOT NULL,
    message_id BIGINT NOT NULL,
    person_id BIGINT,
    code TEXT,
    PRIMARY KEY (share_id, to_org, number)
) {clustered};

-- Which message of one side stands for which of the other.
CREATE TABLE share_copy (
    share_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    PRIMARY KEY (share_id, message_id)
) {clustered};
CREATE UNIQUE INDEX share_copy_by_copy ON share_copy (share_id, copy_id);

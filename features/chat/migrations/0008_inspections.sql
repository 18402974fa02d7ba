-- Administrators' requests to read a room that is not theirs, and what came of each. Who decided, who ended it and when are kept for those
-- whom it concerned.
CREATE TABLE inspection (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    room_id BIGINT NOT NULL REFERENCES room (id),
    asked_by BIGINT NOT NULL REFERENCES person (id),
    asked_at BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    hours BIGINT NOT NULL,
    from_day TEXT,
    until_day TEXT,
    state TEXT NOT NULL,
    decided_by BIGINT REFERENCES person (id),
    decided_at BIGINT,
    reason TEXT,
    opened_at BIGINT,
    due_at BIGINT NOT NULL,
    ended_by BIGINT REFERENCES person (id),
    ended_at BIGINT
);
CREATE INDEX inspection_newest ON inspection (org_id, asked_at, id);
CREATE INDEX inspection_by_room ON inspection (room_id, decided_at, id);

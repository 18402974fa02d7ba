-- まとめて作る: one order for a room with each of many units, kept so that new units get theirs later.
CREATE TABLE room_order (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    -- Which units, what the rooms are called and who is in them besides.
    scope TEXT NOT NULL,
    purpose TEXT NOT NULL,
    opening TEXT NOT NULL,
    state TEXT NOT NULL,
    trouble TEXT,
    -- The how manieth time it is carried out: a job of an earlier one does nothing.
    run BIGINT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    made BIGINT NOT NULL,
    ordered_by BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    operator_id BIGINT,
    ordered_at BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX room_order_newest ON room_order (org_id, ordered_at, id);

-- The rooms that were made by it, one for a unit.
CREATE TABLE room_order_room (
    order_id BIGINT NOT NULL REFERENCES room_order (id),
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    room_id BIGINT NOT NULL REFERENCES room (id),
    -- What it was called by the order last: who names it otherwise keeps that.
    name TEXT NOT NULL,
    -- What people say has higher numbers.
    made_seq BIGINT NOT NULL,
    PRIMARY KEY (order_id, unit_id)
) {clustered};

CREATE TABLE barrier (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    may_find BOOLEAN NOT NULL,
    may_write BOOLEAN NOT NULL,
    may_add BOOLEAN NOT NULL,
    may_mention BOOLEAN NOT NULL,
    may_see BOOLEAN NOT NULL,
    desk_unit_id BIGINT REFERENCES unit (id),
    tick BIGINT NOT NULL,
    UNIQUE (org_id, name)
);

CREATE TABLE barrier_entry (
    barrier_id BIGINT NOT NULL REFERENCES barrier (id),
    side TEXT NOT NULL,
    place BIGINT NOT NULL,
    person_id BIGINT REFERENCES person (id),
    unit_id BIGINT REFERENCES unit (id),
    title_id BIGINT REFERENCES title (id),
    PRIMARY KEY (barrier_id, side, place)
) {clustered};

CREATE TABLE barrier_member (
    barrier_id BIGINT NOT NULL REFERENCES barrier (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    side TEXT NOT NULL,
    PRIMARY KEY (barrier_id, person_id, side)
) {clustered};
CREATE INDEX barrier_member_by_person ON barrier_member (person_id, side);

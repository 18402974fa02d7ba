-- What somebody leaves to whoever holds a post after them. What is in it, and what happened to it, are lists that are read and written whole.
CREATE TABLE handover (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    title_id BIGINT REFERENCES title (id),
    post_name TEXT NOT NULL,
    folded TEXT NOT NULL,
    reason TEXT NOT NULL,
    last_day TEXT,
    state TEXT NOT NULL,
    touched BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    content TEXT NOT NULL,
    history TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX handover_by_org ON handover (org_id, created_at);
CREATE INDEX handover_by_person ON handover (person_id, id);
CREATE INDEX handover_by_unit ON handover (unit_id, id);

-- Who was named to take it over; without any it is whoever holds the post.
CREATE TABLE handover_successor (
    person_id BIGINT NOT NULL REFERENCES person (id),
    handover_id BIGINT NOT NULL REFERENCES handover (id),
    PRIMARY KEY (person_id, handover_id)
) {clustered};
CREATE INDEX handover_successor_by_handover ON handover_successor (handover_id);

-- What was handed in each time.
CREATE TABLE handover_version (
    handover_id BIGINT NOT NULL REFERENCES handover (id),
    version BIGINT NOT NULL,
    content TEXT NOT NULL,
    at BIGINT NOT NULL,
    by BIGINT NOT NULL,
    PRIMARY KEY (handover_id, version)
) {clustered};

CREATE TABLE organisation (
    id {id},
    name TEXT NOT NULL,
    accent TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE unit (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    parent_id BIGINT REFERENCES unit (id),
    name TEXT NOT NULL,
    short_name TEXT,
    reading TEXT NOT NULL,
    kind TEXT NOT NULL,
    ord BIGINT NOT NULL,
    path TEXT NOT NULL,
    extension TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    tick BIGINT NOT NULL
);
CREATE INDEX unit_by_org ON unit (org_id, path);

CREATE TABLE title (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    reading TEXT NOT NULL,
    rank BIGINT NOT NULL,
    tick BIGINT NOT NULL,
    UNIQUE (org_id, name)
);

CREATE TABLE person (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    staff_number TEXT NOT NULL,
    family_name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_reading TEXT NOT NULL,
    given_reading TEXT NOT NULL,
    employment TEXT NOT NULL,
    email TEXT,
    extension TEXT,
    mobile TEXT,
    photo TEXT,
    place TEXT,
    place_until BIGINT,
    status TEXT,
    left_on TEXT,
    tick BIGINT NOT NULL,
    sort_key {blob} NOT NULL,
    kana_row TEXT NOT NULL,
    folded TEXT NOT NULL,
    unit_id BIGINT,
    title_id BIGINT,
    unit_path TEXT NOT NULL,
    rank BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    UNIQUE (org_id, staff_number)
);
CREATE INDEX person_by_reading ON person (org_id, sort_key, id);
CREATE INDEX person_by_rank ON person (org_id, rank, sort_key, id);
CREATE INDEX person_by_unit ON person (org_id, unit_path, rank, sort_key, id);

CREATE TABLE post (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    title_id BIGINT REFERENCES title (id),
    kind TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT
);
CREATE INDEX post_by_person ON post (person_id);
CREATE INDEX post_by_unit ON post (unit_id);
CREATE INDEX post_by_org ON post (org_id);

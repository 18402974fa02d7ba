-- Places where people work, as the organisation names them.
CREATE TABLE place (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    reading TEXT NOT NULL,
    extension TEXT,
    ord BIGINT NOT NULL,
    tick BIGINT NOT NULL,
    UNIQUE (org_id, name)
);

-- Where somebody is, as they or a colleague said last, or that it was taken back: neither kind nor place. It lapses by the clock: nobody deletes it then.
CREATE TABLE whereabouts (
    person_id {id} REFERENCES person (id),
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    kind TEXT,
    place_id BIGINT REFERENCES place (id),
    place TEXT,
    extension TEXT,
    until BIGINT,
    since BIGINT NOT NULL,
    set_by BIGINT,
    tick BIGINT NOT NULL
);
CREATE INDEX whereabouts_by_place ON whereabouts (place_id) WHERE place_id IS NOT NULL;

-- What people wrote freely until now. When they did nobody wrote down: it was some time since the organisation is there.
INSERT INTO whereabouts (person_id, org_id, place, until, since, tick)
    SELECT p.id, p.org_id, p.place, p.place_until, o.created_at, p.tick
    FROM person p JOIN organisation o ON o.id = p.org_id
    WHERE p.place IS NOT NULL AND p.employment IN ('regular', 'fiscal_year', 'special', 'councillor');
ALTER TABLE person DROP COLUMN place;
ALTER TABLE person DROP COLUMN place_until;

-- Minutes after midnight from which who has not said where they are counts as missing; nothing where it is not asked for.
ALTER TABLE organisation ADD COLUMN whereabouts_from BIGINT;

-- When people were reminded last to say where they are: kept when they have said it, so that nobody is reminded again within the hour.
CREATE TABLE whereabouts_reminder (
    person_id {id} REFERENCES person (id),
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    reminded_at BIGINT NOT NULL
);

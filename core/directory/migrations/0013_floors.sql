-- フロア図: the floors of a place, each with a picture once one was brought, in pixels; and points on it, in thousandths of its width and height.
CREATE TABLE floor (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    place_id BIGINT NOT NULL REFERENCES place (id),
    name TEXT NOT NULL,
    ord BIGINT NOT NULL,
    picture TEXT,
    width BIGINT,
    height BIGINT,
    tick BIGINT NOT NULL
);
CREATE INDEX floor_of_org ON floor (org_id);
CREATE INDEX floor_of_place ON floor (place_id);
CREATE TABLE floor_point (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    floor_id BIGINT NOT NULL REFERENCES floor (id),
    label TEXT NOT NULL,
    x BIGINT NOT NULL,
    y BIGINT NOT NULL,
    ord BIGINT NOT NULL
);
CREATE INDEX floor_point_of_floor ON floor_point (floor_id, ord);

-- At which point somebody is; its words are in `place` as well, so that they stay when it goes.
ALTER TABLE whereabouts ADD COLUMN point_id BIGINT REFERENCES floor_point (id);
CREATE INDEX whereabouts_by_point ON whereabouts (point_id) WHERE point_id IS NOT NULL;

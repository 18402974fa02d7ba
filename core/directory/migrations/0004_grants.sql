CREATE TABLE admin_grant (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    person_id BIGINT REFERENCES person (id),
    unit_id BIGINT REFERENCES unit (id),
    title_id BIGINT REFERENCES title (id),
    scope TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    tick BIGINT NOT NULL
);
CREATE INDEX admin_grant_by_org ON admin_grant (org_id);

CREATE TABLE admin_grant_part (
    grant_id BIGINT NOT NULL REFERENCES admin_grant (id),
    function TEXT NOT NULL,
    verb TEXT NOT NULL,
    PRIMARY KEY (grant_id, function)
) {clustered};

CREATE TABLE admin_grant_unit (
    grant_id BIGINT NOT NULL REFERENCES admin_grant (id),
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (grant_id, unit_id)
) {clustered};

CREATE TABLE admin_grant_holder (
    grant_id BIGINT NOT NULL REFERENCES admin_grant (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (grant_id, person_id, unit_id)
) {clustered};
CREATE INDEX admin_grant_holder_by_person ON admin_grant_holder (person_id);

-- Where an organisation's people are kept, and how it is read. `password` opens it for reading; it is never shown.
CREATE TABLE ldap_directory (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    settings TEXT NOT NULL,
    password TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    next_at BIGINT
);
CREATE INDEX ldap_directory_by_org ON ldap_directory (org_id);
CREATE INDEX ldap_directory_by_next ON ldap_directory (next_at);

-- Who came from a directory: what never changes of them there, what was read of them last, whether they were stopped there, and since
-- when they are gone.
CREATE TABLE ldap_person (
    person_id BIGINT NOT NULL PRIMARY KEY REFERENCES person (id),
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    directory_id BIGINT NOT NULL REFERENCES ldap_directory (id),
    permanent_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    disabled BOOLEAN NOT NULL,
    gone_at BIGINT,
    UNIQUE (directory_id, permanent_id)
) {clustered};

-- A directory read through, to look or to follow it. `allowed`: how many may be stopped, whatever the directory's bound says; `tick`: the
-- order in which runs began.
CREATE TABLE ldap_run (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    directory_id BIGINT NOT NULL REFERENCES ldap_directory (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    started_by BIGINT REFERENCES person (id),
    allowed BIGINT,
    cancelled BOOLEAN NOT NULL,
    begun_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    ended_at BIGINT,
    counts TEXT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX ldap_run_by_directory ON ldap_run (directory_id, tick);

-- What a run found to differ. `work` is what was read of somebody, for those who are to be changed.
CREATE TABLE ldap_line (
    run_id BIGINT NOT NULL REFERENCES ldap_run (id),
    number BIGINT NOT NULL,
    sort TEXT NOT NULL,
    person_id BIGINT,
    shown TEXT NOT NULL,
    work TEXT,
    PRIMARY KEY (run_id, number)
) {clustered};

-- What each thing in an export became here, so that carrying it in again adds only what is new.
CREATE TABLE slack_item (
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL,
    external_id TEXT NOT NULL,
    our_id BIGINT NOT NULL,
    PRIMARY KEY (org_id, kind, external_id)
) {clustered};

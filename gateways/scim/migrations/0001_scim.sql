-- What opens /scim/v2 for an organisation's other programs. Of a token only its SHA-256 is kept.
CREATE TABLE scim_token (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    token_hash {blob} NOT NULL UNIQUE,
    made_by BIGINT NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    used_on TEXT
);
CREATE INDEX scim_token_by_org ON scim_token (org_id);

-- What SCIM knows of a person and the directory does not: their name there, the other program's own id, whether it gave a staff
-- number, and whether it has removed them.
CREATE TABLE scim_user (
    person_id BIGINT NOT NULL PRIMARY KEY REFERENCES person (id),
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    user_name TEXT NOT NULL,
    external_id TEXT,
    number_given BOOLEAN NOT NULL,
    removed_at BIGINT
) {clustered};
CREATE INDEX scim_user_by_external_id ON scim_user (org_id, external_id);

-- A file of somebody's, from its first byte on. Its bytes lie beside the database, in a folder of the name in store, under the hash of
-- its contents once it is whole.
CREATE TABLE file (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    owner_id BIGINT NOT NULL REFERENCES person (id),
    store TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    received BIGINT NOT NULL,
    state TEXT NOT NULL,
    sha256 TEXT,
    media TEXT,
    kind TEXT,
    width BIGINT,
    height BIGINT,
    made_at BIGINT NOT NULL,
    expires_at BIGINT,
    counted BIGINT NOT NULL
);
CREATE INDEX file_by_owner ON file (owner_id, state);
CREATE INDEX file_by_content ON file (sha256);
CREATE INDEX file_by_end ON file (state, expires_at);

-- The bytes of all files that an organisation's people brought, so that nobody has to count them. What others brought to a shared room is
-- counted as theirs alone: the copy's counted is nothing.
CREATE TABLE file_total (
    org_id BIGINT PRIMARY KEY REFERENCES organisation (id),
    bytes BIGINT NOT NULL
);

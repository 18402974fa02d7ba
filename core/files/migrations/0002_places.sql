-- Whether a picture or a film said where it was taken, and does not any more.
ALTER TABLE file ADD COLUMN place_removed BOOLEAN NOT NULL DEFAULT FALSE;

-- What holds for files of an organisation; without a row what holds when nobody has said anything.
CREATE TABLE file_rule (
    org_id BIGINT PRIMARY KEY REFERENCES organisation (id),
    places TEXT NOT NULL
);

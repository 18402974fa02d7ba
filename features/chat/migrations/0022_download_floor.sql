-- What an organisation lets the owners of its rooms not go below, of who may save files, as JSON; without a row they decide freely.
CREATE TABLE download_floor (
    org_id BIGINT NOT NULL PRIMARY KEY REFERENCES organisation (id),
    decided TEXT NOT NULL
);

-- What is done before words go where people from outside read; an organisation without a row does nothing.
CREATE TABLE outside_talk (
    org_id BIGINT NOT NULL PRIMARY KEY REFERENCES organisation (id),
    hold_seconds BIGINT NOT NULL,
    asks BOOLEAN NOT NULL
);

CREATE TABLE sign_in_rules (
    org_id BIGINT NOT NULL PRIMARY KEY REFERENCES organisation (id),
    rules TEXT NOT NULL,
    tick BIGINT NOT NULL
);

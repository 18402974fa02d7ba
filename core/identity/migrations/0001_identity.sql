CREATE TABLE account (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    login TEXT NOT NULL,
    email TEXT,
    password_hash TEXT NOT NULL,
    must_change BOOLEAN NOT NULL,
    rights TEXT NOT NULL,
    suspended_at BIGINT,
    settings TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT,
    tick BIGINT NOT NULL,
    UNIQUE (org_id, login)
);
CREATE INDEX account_by_login ON account (login);
CREATE INDEX account_by_email ON account (email);
CREATE INDEX account_by_org_email ON account (org_id, email);
CREATE INDEX account_by_person ON account (person_id);

CREATE TABLE session (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    account_id BIGINT NOT NULL REFERENCES account (id),
    token_hash {blob} NOT NULL UNIQUE,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX session_by_account ON session (account_id);

CREATE TABLE known_device (
    token_hash {blob} NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id),
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (token_hash, account_id)
);

CREATE TABLE sign_in_failure (
    source TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

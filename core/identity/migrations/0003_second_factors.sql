CREATE TABLE code_factor (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
    secret {blob} NOT NULL,
    begun_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL
);

CREATE TABLE recovery_code (
    account_id BIGINT NOT NULL REFERENCES account (id),
    code_hash {blob} NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);

CREATE TABLE challenge (
    token_hash {blob} NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    account_id BIGINT REFERENCES account (id),
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX challenge_by_time ON challenge (created_at);
CREATE INDEX challenge_by_account ON challenge (account_id);

ALTER TABLE session ADD COLUMN strong BOOLEAN NOT NULL DEFAULT FALSE;

-- A key that somebody's device holds; `public` is what is kept of it here. The handle is by what the device knows the account.
CREATE TABLE passkey (
    id {id},
    account_id BIGINT NOT NULL REFERENCES account (id),
    credential_id {blob} NOT NULL UNIQUE,
    handle {blob} NOT NULL,
    host TEXT NOT NULL,
    name TEXT NOT NULL,
    public TEXT NOT NULL,
    counter BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkey_by_account ON passkey (account_id);

-- How many challenges wait for one source.
CREATE INDEX challenge_by_source ON challenge (source);

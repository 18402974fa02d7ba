-- Where an organisation's people sign in elsewhere. The secret is what we show to the provider, so it is kept as it is.
CREATE TABLE oidc_provider (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    secret TEXT,
    scopes TEXT NOT NULL,
    login_claim TEXT NOT NULL,
    link_by_login BOOLEAN NOT NULL,
    factor TEXT NOT NULL,
    stops_passwords BOOLEAN NOT NULL,
    authority TEXT,
    tick BIGINT NOT NULL
);
CREATE INDEX oidc_provider_by_org ON oidc_provider (org_id);

-- Who somebody of a provider's is here.
CREATE TABLE oidc_link (
    provider_id BIGINT NOT NULL REFERENCES oidc_provider (id),
    subject TEXT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id),
    known_as TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (provider_id, subject)
);
CREATE UNIQUE INDEX oidc_link_by_account ON oidc_link (account_id, provider_id);

-- What guests agree to before they see anything. Each version stays as it was; the newest holds, and none where that is empty.
CREATE TABLE guest_conditions (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    author_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    holds BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX guest_conditions_by_version ON guest_conditions (org_id, version);

CREATE TABLE guest_agreement (
    account_id BIGINT NOT NULL REFERENCES account (id),
    version BIGINT NOT NULL,
    agreed_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, version)
);

-- A guest without a password comes in by a link that the city hands out, and a PIN that is told apart.
CREATE TABLE visit_link (
    account_id {id} REFERENCES account (id),
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    token_hash {blob} NOT NULL UNIQUE,
    pin_hash {blob} NOT NULL,
    created_at BIGINT NOT NULL
);

-- An account that several people use by turns, and after how many seconds without use it asks again who is there.
CREATE TABLE shared_account (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    idle_seconds BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX shared_account_by_org ON shared_account (org_id);

-- Who may use it: the lines of a circle.
CREATE TABLE shared_entry (
    account_id BIGINT NOT NULL REFERENCES shared_account (account_id),
    place BIGINT NOT NULL,
    person_id BIGINT REFERENCES person (id),
    unit_id BIGINT REFERENCES unit (id),
    title_id BIGINT REFERENCES title (id),
    PRIMARY KEY (account_id, place)
) {clustered};

CREATE TABLE operator_pin (
    person_id BIGINT NOT NULL PRIMARY KEY REFERENCES person (id),
    pin_hash TEXT NOT NULL,
    initial BOOLEAN NOT NULL,
    set_at BIGINT NOT NULL
);

ALTER TABLE session ADD COLUMN operator_id BIGINT REFERENCES person (id);
ALTER TABLE session ADD COLUMN operator_seen_at BIGINT;

CREATE TABLE transfer (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    author_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    effective_on TEXT NOT NULL,
    state TEXT NOT NULL,
    release_at BIGINT,
    released_at BIGINT,
    creates BOOLEAN NOT NULL,
    file TEXT,
    uploaded_at BIGINT,
    orders TEXT NOT NULL,
    counts TEXT NOT NULL,
    checked_at BIGINT,
    outlook BIGINT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    turned BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX transfer_by_org ON transfer (org_id, effective_on, id);

CREATE TABLE transfer_list (
    transfer_id BIGINT NOT NULL REFERENCES transfer (id),
    bytes {blob} NOT NULL,
    PRIMARY KEY (transfer_id)
);

CREATE TABLE transfer_difference (
    outlook BIGINT NOT NULL,
    number BIGINT NOT NULL,
    transfer_id BIGINT NOT NULL REFERENCES transfer (id),
    sort TEXT NOT NULL,
    staff_number TEXT NOT NULL,
    name TEXT NOT NULL,
    reading TEXT NOT NULL,
    field TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    line BIGINT,
    english TEXT NOT NULL,
    japanese TEXT NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (outlook, number)
);
CREATE INDEX transfer_difference_by_transfer ON transfer_difference (transfer_id);

CREATE TABLE transfer_step (
    transfer_id BIGINT NOT NULL REFERENCES transfer (id),
    kind TEXT NOT NULL,
    subject BIGINT NOT NULL,
    before TEXT,
    after TEXT NOT NULL,
    later BOOLEAN NOT NULL,
    PRIMARY KEY (transfer_id, kind, subject)
);

-- Who takes part (利用の範囲): a row for an organisation that does not begin with everybody. What holds today stands in people's rows.
CREATE TABLE participation (
    org_id BIGINT NOT NULL PRIMARY KEY REFERENCES organisation (id),
    said TEXT NOT NULL,
    tick BIGINT NOT NULL
);

ALTER TABLE person ADD COLUMN outside BOOLEAN NOT NULL DEFAULT FALSE;
-- Who administers all takes part in any case; whoever keeps accounts says who that is.
ALTER TABLE person ADD COLUMN administers BOOLEAN NOT NULL DEFAULT FALSE;
-- Mostly nobody; whoever counts readers asks who they are.
CREATE INDEX person_outside ON person (id) WHERE outside;

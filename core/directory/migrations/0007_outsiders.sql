-- Guests and bots: people of the table who are not of the staff. The last day of a guest is that of their person.
CREATE TABLE outsider (
    person_id {id} REFERENCES person (id),
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL,
    purpose TEXT NOT NULL,
    sponsor_id BIGINT NOT NULL REFERENCES person (id),
    tick BIGINT NOT NULL
);
CREATE INDEX outsider_by_org ON outsider (org_id, person_id);

ALTER TABLE person ADD COLUMN affiliation TEXT;
-- Only this person, whoever keeps the record and those who share a room find them.
ALTER TABLE person ADD COLUMN known_to BIGINT;

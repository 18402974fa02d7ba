-- People of other organisations, in rooms shared with them: people of the table, each of whom stands for somebody elsewhere.
CREATE TABLE partner (
    person_id {id} REFERENCES person (id),
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    home_org BIGINT NOT NULL,
    home_person BIGINT NOT NULL,
    UNIQUE (org_id, home_org, home_person)
);

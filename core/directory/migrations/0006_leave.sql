CREATE TABLE leave (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    access TEXT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX leave_by_person ON leave (person_id, valid_from);
CREATE INDEX leave_by_org ON leave (org_id, valid_from, id);

ALTER TABLE person ADD COLUMN leave_access TEXT;
-- Few are on leave; whoever counts readers asks who they are.
CREATE INDEX person_on_leave ON person (org_id, id) WHERE leave_access IS NOT NULL;

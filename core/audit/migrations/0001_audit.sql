CREATE TABLE audit (
    id {id},
    org_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    act TEXT NOT NULL,
    account_id BIGINT,
    person_id BIGINT,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    address TEXT NOT NULL
);
CREATE INDEX audit_by_org ON audit (org_id, id);
CREATE INDEX audit_by_person ON audit (org_id, person_id, id);

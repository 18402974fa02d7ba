CREATE TABLE rota (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    anchor TEXT NOT NULL,
    -- The days of the cycle and the crews are read and written as a whole.
    cycle TEXT NOT NULL,
    crews TEXT NOT NULL,
    quiets BOOLEAN NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX rota_by_org ON rota (org_id);

CREATE TABLE rota_member (
    rota_id BIGINT NOT NULL REFERENCES rota (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    crew BIGINT NOT NULL,
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (rota_id, person_id, valid_from)
) {clustered};
CREATE INDEX rota_member_by_person ON rota_member (person_id);
CREATE INDEX rota_member_by_org ON rota_member (org_id);

CREATE TABLE duty_exception (
    id {id},
    rota_id BIGINT NOT NULL REFERENCES rota (id),
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    on_day TEXT NOT NULL,
    kind TEXT NOT NULL,
    begins BIGINT,
    ends BIGINT,
    -- Those that were made in one act are taken back in one.
    swap_id BIGINT,
    note TEXT
);
CREATE UNIQUE INDEX duty_exception_by_day ON duty_exception (rota_id, on_day, person_id);
CREATE INDEX duty_exception_by_org ON duty_exception (org_id, on_day);

-- Until when somebody of a rota is off duty; nothing for everybody else.
ALTER TABLE person ADD COLUMN off_duty_until BIGINT;
-- Few are; whoever counts readers asks who they are.
CREATE INDEX person_off_duty ON person (off_duty_until) WHERE off_duty_until IS NOT NULL;

-- 時間外の発信: what was said outside the hours of offices, by the unit of its author's main post on that day. It holds numbers and nobody's
-- name; what is said while offices are open touches it not.
CREATE TABLE off_hours (
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    day TEXT NOT NULL,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    said BIGINT NOT NULL,
    -- How many of these called people: by name, by unit, everyone, or in a talk among a few.
    called BIGINT NOT NULL,
    PRIMARY KEY (org_id, day, unit_id)
) {clustered};

-- 返信不要: a message that is planned says so when it is said; one that was said carries it in what it carries besides its words.
ALTER TABLE planned_message ADD COLUMN no_reply BOOLEAN NOT NULL DEFAULT FALSE;

-- What becomes of messages in which a personal number (個人番号) stands; an organisation without a row warns.
CREATE TABLE number_guard (
    org_id BIGINT NOT NULL PRIMARY KEY REFERENCES organisation (id),
    policy TEXT NOT NULL
);
-- What its author answered when they were asked about one, as JSON.
ALTER TABLE planned_message ADD COLUMN answered TEXT;

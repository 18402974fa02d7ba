-- Since when a question waits: since it was marked, or since it was said that it is not answered after all. What was marked before this is not reminded of.
ALTER TABLE question ADD COLUMN waits_since BIGINT NOT NULL DEFAULT 0;

-- Who is called to the questions of a room (回答担当).
CREATE TABLE question_responder (
    room_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (room_id, person_id)
);

-- To what was asked privately somebody is called, until they have looked at it or nothing is left to look at.
CREATE TABLE private_question_call (
    person_id BIGINT NOT NULL,
    question_id BIGINT NOT NULL,
    room_id BIGINT NOT NULL,
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    why TEXT NOT NULL,
    called_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, question_id)
);
CREATE INDEX private_question_call_by_question ON private_question_call (question_id);

-- A message that waits for an answer, under the id of the message, whose words stay where they are. Months are texts like 2026-11; `minutes` are
-- those between question and answer while offices were open, known once it is answered.
CREATE TABLE question (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    room_id BIGINT NOT NULL,
    thread_id BIGINT,
    asker_id BIGINT NOT NULL,
    marker_id BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    claimer_id BIGINT,
    claimed_at BIGINT,
    answer_id BIGINT,
    answerer_id BIGINT,
    answered_at BIGINT,
    answered_month TEXT,
    minutes BIGINT,
    step BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
-- What is open and what is answered are lists of their own: neither grows with the other.
CREATE INDEX question_open_by_room ON question (room_id, asked_at, id) WHERE answered_at IS NULL;
CREATE INDEX question_answered_by_room ON question (room_id, answered_at, id) WHERE answered_at IS NOT NULL;
CREATE INDEX question_by_answer ON question (answer_id) WHERE answer_id IS NOT NULL;
CREATE INDEX question_by_month ON question (room_id, answered_month, minutes) WHERE answered_month IS NOT NULL;

-- Edited questions and answers of a room, in an order by hand.
CREATE TABLE faq_entry (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    room_id BIGINT NOT NULL,
    place BIGINT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    source_id BIGINT,
    is_agreed BOOLEAN NOT NULL,
    writer_id BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    step BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX faq_entry_by_room ON faq_entry (room_id, place, id);
CREATE INDEX faq_entry_by_source ON faq_entry (source_id) WHERE source_id IS NOT NULL;

-- What was asked of those who own a room without the others knowing. What of it the room may know is proposed in other words, and becomes an entry
-- of its FAQ once its asker has agreed to these.
CREATE TABLE private_question (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    room_id BIGINT NOT NULL,
    asker_id BIGINT NOT NULL,
    operator_id BIGINT,
    words TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    claimer_id BIGINT,
    claimed_at BIGINT,
    answer TEXT,
    answerer_id BIGINT,
    answered_at BIGINT,
    answered_month TEXT,
    minutes BIGINT,
    consent TEXT NOT NULL,
    proposed_entry_id BIGINT,
    proposed_question TEXT,
    proposed_answer TEXT,
    step BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX private_question_open_by_room ON private_question (room_id, asked_at, id) WHERE answered_at IS NULL;
CREATE INDEX private_question_by_room ON private_question (room_id, asked_at, id);
CREATE INDEX private_question_by_asker ON private_question (asker_id, room_id, asked_at, id);
CREATE INDEX private_question_by_month ON private_question (room_id, answered_month, minutes) WHERE answered_month IS NOT NULL;

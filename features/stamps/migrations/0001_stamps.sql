-- A question that stands in a message, under the id of that message.
CREATE TABLE stamp (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    room_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    asker_id BIGINT NOT NULL,
    question TEXT NOT NULL,
    options TEXT NOT NULL,
    slots TEXT NOT NULL,
    several BOOLEAN NOT NULL,
    anonymous BOOLEAN NOT NULL,
    shows TEXT NOT NULL,
    changeable BOOLEAN NOT NULL,
    deadline BIGINT,
    closed_at BIGINT,
    decided BIGINT,
    reminded_at BIGINT,
    created_at BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX stamp_by_room ON stamp (room_id, id);

-- What somebody answered. Of an anonymous stamp there is nothing here.
CREATE TABLE stamp_answer (
    stamp_id BIGINT NOT NULL REFERENCES stamp (id),
    person_id BIGINT NOT NULL,
    picks TEXT NOT NULL,
    words TEXT NOT NULL,
    operator_id BIGINT,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (stamp_id, person_id)
) {clustered};
-- What is counted, without the words.
CREATE INDEX stamp_answer_by_picks ON stamp_answer (stamp_id, picks);

-- Who has answered an anonymous stamp, and by which sending; what and when is written nowhere beside it.
CREATE TABLE stamp_voter (
    stamp_id BIGINT NOT NULL REFERENCES stamp (id),
    person_id BIGINT NOT NULL,
    sending BIGINT NOT NULL,
    PRIMARY KEY (stamp_id, person_id)
) {clustered};

-- How often each option of an anonymous stamp was taken.
CREATE TABLE stamp_count (
    stamp_id BIGINT NOT NULL REFERENCES stamp (id),
    option_number BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    PRIMARY KEY (stamp_id, option_number)
) {clustered};

-- Texts of an anonymous stamp, many to a row that is written anew with each, in an order of chance.
CREATE TABLE stamp_bag (
    stamp_id BIGINT NOT NULL REFERENCES stamp (id),
    number BIGINT NOT NULL,
    texts TEXT NOT NULL,
    PRIMARY KEY (stamp_id, number)
) {clustered};

-- A theme that ideas are gathered for, under the id of the message that carries it.
CREATE TABLE idea_board (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    room_id BIGINT NOT NULL,
    asker_id BIGINT NOT NULL,
    theme TEXT NOT NULL,
    explanation TEXT NOT NULL,
    anonymous BOOLEAN NOT NULL,
    shows TEXT NOT NULL,
    votes_each BIGINT NOT NULL,
    ideas_until BIGINT,
    ideas_closed_at BIGINT,
    votes_until BIGINT,
    votes_closed_at BIGINT,
    created_at BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX idea_board_by_room ON idea_board (room_id, id);

-- What ideas are sorted into, in the order in which the groups were made.
CREATE TABLE idea_group (
    board_id BIGINT NOT NULL REFERENCES idea_board (id),
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (board_id, id)
) {clustered};

-- Of an anonymous board an idea has neither author nor moment nor a tick of its own, its id is chance, and whoever has the key wrote it. The key
-- goes with the close.
CREATE TABLE idea (
    board_id BIGINT NOT NULL REFERENCES idea_board (id),
    id BIGINT NOT NULL,
    author_id BIGINT,
    operator_id BIGINT,
    author_key TEXT,
    words TEXT NOT NULL,
    group_id BIGINT,
    merged_into BIGINT,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    written_at BIGINT,
    tick BIGINT NOT NULL,
    PRIMARY KEY (board_id, id)
) {clustered};
CREATE UNIQUE INDEX idea_by_key ON idea (board_id, author_key);
CREATE INDEX idea_by_author ON idea (board_id, author_id, id);

-- Who is for which idea: nobody is told but the person.
CREATE TABLE idea_vote (
    board_id BIGINT NOT NULL REFERENCES idea_board (id),
    person_id BIGINT NOT NULL,
    idea_id BIGINT NOT NULL,
    PRIMARY KEY (board_id, person_id, idea_id)
) {clustered};

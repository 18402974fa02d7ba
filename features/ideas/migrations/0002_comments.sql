-- What is said about an idea. On an anonymous board it has neither author nor moment, and its id is chance.
CREATE TABLE idea_comment (
    board_id BIGINT NOT NULL REFERENCES idea_board (id),
    idea_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    author_id BIGINT,
    operator_id BIGINT,
    words TEXT NOT NULL,
    written_at BIGINT,
    PRIMARY KEY (board_id, idea_id, id)
) {clustered};

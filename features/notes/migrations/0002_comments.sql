-- What is said beside a page. The place is two of the page's own positions, which move with the words; the words are as they were.
CREATE TABLE note_comment (
    id {id},
    note_id BIGINT NOT NULL REFERENCES note (id),
    root_id BIGINT REFERENCES note_comment (id),
    author_id BIGINT NOT NULL REFERENCES person (id),
    operator_id BIGINT,
    place TEXT,
    words TEXT NOT NULL,
    body TEXT NOT NULL,
    said_at BIGINT NOT NULL,
    resolved_at BIGINT,
    resolved_by BIGINT REFERENCES person (id),
    withdrawn_at BIGINT,
    tick BIGINT NOT NULL
);
CREATE INDEX note_comment_by_note ON note_comment (note_id, id);
CREATE INDEX note_comment_by_root ON note_comment (root_id);

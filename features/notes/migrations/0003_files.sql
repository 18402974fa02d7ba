-- Which files a note has, and whether they stand on its page as it is now. They stay for as long as the note: its history shows them.
CREATE TABLE note_file (
    note_id BIGINT NOT NULL REFERENCES note (id),
    file_id BIGINT NOT NULL REFERENCES file (id),
    brought_by BIGINT NOT NULL REFERENCES person (id),
    operator_id BIGINT,
    brought_at BIGINT NOT NULL,
    stands BOOLEAN NOT NULL,
    PRIMARY KEY (note_id, file_id)
) {clustered};
CREATE INDEX note_file_by_file ON note_file (file_id);

-- Pages of a room that several people write at once. What stands on one is in its states and updates.
CREATE TABLE note (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    room_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    template TEXT NOT NULL,
    created_by BIGINT NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    edited_by BIGINT NOT NULL REFERENCES person (id),
    edited_at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    written BIGINT NOT NULL,
    tended_seq BIGINT NOT NULL,
    excerpt TEXT NOT NULL,
    open_ticks BIGINT NOT NULL,
    done_ticks BIGINT NOT NULL,
    pinned BOOLEAN NOT NULL,
    review_on TEXT,
    owner_unit BIGINT REFERENCES unit (id),
    owner_title BIGINT REFERENCES title (id),
    owner_name TEXT,
    withdrawn_at BIGINT,
    withdrawn_by BIGINT,
    message_id BIGINT,
    told_at BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX note_by_room ON note (room_id, pinned, edited_at, id);
CREATE INDEX note_by_owner ON note (owner_unit, review_on);

-- What was written, as it came, each with the next number of its note.
CREATE TABLE note_update (
    note_id BIGINT NOT NULL REFERENCES note (id),
    seq BIGINT NOT NULL,
    id BIGINT NOT NULL,
    author_id BIGINT NOT NULL REFERENCES person (id),
    operator_id BIGINT,
    at BIGINT NOT NULL,
    added BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    bytes {blob} NOT NULL,
    PRIMARY KEY (note_id, seq)
) {clustered};
CREATE UNIQUE INDEX note_update_by_id ON note_update (note_id, id);

-- Whose numbers are whose, and how far each counts.
CREATE TABLE note_writer (
    note_id BIGINT NOT NULL REFERENCES note (id),
    writer BIGINT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES person (id),
    counted BIGINT NOT NULL,
    PRIMARY KEY (note_id, writer)
) {clustered};

-- The page as of a number, so that nobody has to put it together from its beginning.
CREATE TABLE note_state (
    note_id BIGINT NOT NULL REFERENCES note (id),
    seq BIGINT NOT NULL,
    bytes {blob} NOT NULL,
    PRIMARY KEY (note_id, seq)
) {clustered};

-- The words of the page, for search.
CREATE TABLE note_words (
    note_id BIGINT PRIMARY KEY REFERENCES note (id),
    words TEXT NOT NULL
);

-- Numbers with a name.
CREATE TABLE note_version (
    note_id BIGINT NOT NULL REFERENCES note (id),
    seq BIGINT NOT NULL,
    name TEXT NOT NULL,
    named_by BIGINT NOT NULL REFERENCES person (id),
    named_at BIGINT NOT NULL,
    PRIMARY KEY (note_id, seq)
) {clustered};

-- Words that went with what they were written in, until their author has seen to them.
CREATE TABLE note_lost (
    id {id},
    note_id BIGINT NOT NULL REFERENCES note (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    seq BIGINT NOT NULL,
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX note_lost_by_person ON note_lost (note_id, person_id, settled_at);

-- How far each person has seen a page.
CREATE TABLE note_seen (
    note_id BIGINT NOT NULL REFERENCES note (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    tick BIGINT NOT NULL,
    PRIMARY KEY (note_id, person_id)
) {clustered};

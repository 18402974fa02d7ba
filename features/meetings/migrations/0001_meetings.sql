-- Meetings of rooms: when, who leads them, and what all at one are shown now. Notes, files and messages belong to other features. The one
-- before may have been taken back.
CREATE TABLE meeting (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    room_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    place TEXT NOT NULL,
    chair_id BIGINT NOT NULL REFERENCES person (id),
    created_by BIGINT NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    previous_id BIGINT,
    minutes_id BIGINT,
    message_id BIGINT,
    opened_at BIGINT,
    closed_at BIGINT,
    presenter_id BIGINT REFERENCES person (id),
    shown_id BIGINT,
    shown_page BIGINT NOT NULL,
    turn BIGINT NOT NULL,
    shown_at BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE INDEX meeting_by_room ON meeting (room_id, starts_at, id);

-- What is talked about, one after another, and what came of it; put_at is since when it says what it says.
CREATE TABLE meeting_item (
    id {id},
    meeting_id BIGINT NOT NULL REFERENCES meeting (id),
    ord BIGINT NOT NULL,
    title TEXT NOT NULL,
    minutes BIGINT,
    speaker TEXT NOT NULL,
    decided TEXT NOT NULL,
    actions TEXT NOT NULL,
    settled_at BIGINT,
    put_at BIGINT NOT NULL
);
CREATE INDEX meeting_item_by_meeting ON meeting_item (meeting_id, ord);

-- What lies on the table, in its order: a note of the room, or a file that a message of the room carries.
CREATE TABLE meeting_material (
    id {id},
    meeting_id BIGINT NOT NULL REFERENCES meeting (id),
    item_id BIGINT REFERENCES meeting_item (id),
    ord BIGINT NOT NULL,
    title TEXT NOT NULL,
    note_id BIGINT,
    edition BIGINT NOT NULL,
    closed_upto BIGINT,
    put_at BIGINT NOT NULL
);
CREATE INDEX meeting_material_by_meeting ON meeting_material (meeting_id, ord);
CREATE INDEX meeting_material_by_item ON meeting_material (item_id);

-- The files that a material was, the last of them being what it is.
CREATE TABLE meeting_edition (
    material_id BIGINT NOT NULL REFERENCES meeting_material (id),
    edition BIGINT NOT NULL,
    file_id BIGINT NOT NULL,
    put_by BIGINT NOT NULL REFERENCES person (id),
    put_at BIGINT NOT NULL,
    PRIMARY KEY (material_id, edition)
) {clustered};

-- How far each person has seen a material: the number of a note, the edition of a file.
CREATE TABLE meeting_look (
    material_id BIGINT NOT NULL REFERENCES meeting_material (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    upto BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (material_id, person_id)
) {clustered};

-- What somebody wrote in the margin, for themselves. It stays when meeting and material go, so it refers to neither.
CREATE TABLE meeting_margin (
    person_id BIGINT NOT NULL REFERENCES person (id),
    id BIGINT NOT NULL,
    material_id BIGINT NOT NULL,
    page BIGINT NOT NULL,
    meeting_id BIGINT NOT NULL,
    meeting_title TEXT NOT NULL,
    material_title TEXT NOT NULL,
    beside TEXT NOT NULL,
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (person_id, id)
) {clustered};
CREATE INDEX meeting_margin_by_meeting ON meeting_margin (person_id, meeting_id, id);

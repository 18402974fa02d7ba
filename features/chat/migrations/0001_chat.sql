CREATE TABLE room (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    folded TEXT NOT NULL,
    unit_id BIGINT REFERENCES unit (id),
    rule TEXT,
    direct_key TEXT,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    archived_at BIGINT,
    member_count BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    tick BIGINT NOT NULL,
    UNIQUE (org_id, direct_key)
);
CREATE INDEX room_directory ON room (org_id, kind, folded, id);

CREATE TABLE room_member (
    person_id BIGINT NOT NULL REFERENCES person (id),
    room_id BIGINT NOT NULL REFERENCES room (id),
    derived BOOLEAN NOT NULL,
    role TEXT NOT NULL,
    joined_seq BIGINT NOT NULL,
    read_seq BIGINT NOT NULL,
    read_at BIGINT,
    muted BOOLEAN NOT NULL,
    pinned BOOLEAN NOT NULL,
    tick BIGINT NOT NULL,
    PRIMARY KEY (person_id, room_id)
) {clustered};
CREATE INDEX room_member_by_room ON room_member (room_id, read_seq, joined_seq);

CREATE TABLE message (
    stream_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    id BIGINT NOT NULL,
    room_id BIGINT NOT NULL REFERENCES room (id),
    author_id BIGINT NOT NULL,
    via TEXT,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    extra TEXT,
    everyone BOOLEAN NOT NULL,
    quote_id BIGINT,
    sent_at BIGINT NOT NULL,
    edited_at BIGINT,
    withdrawn_at BIGINT,
    tick BIGINT NOT NULL,
    PRIMARY KEY (stream_id, seq)
) {clustered};
CREATE UNIQUE INDEX message_by_id ON message (id);

CREATE TABLE message_revision (
    message_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    by BIGINT NOT NULL,
    PRIMARY KEY (message_id, number)
) {clustered};

CREATE TABLE thread (
    id {id},
    room_id BIGINT NOT NULL REFERENCES room (id),
    title TEXT,
    replies BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    participants TEXT NOT NULL,
    resolved_at BIGINT,
    tick BIGINT NOT NULL
);

CREATE TABLE thread_member (
    person_id BIGINT NOT NULL REFERENCES person (id),
    thread_id BIGINT NOT NULL REFERENCES thread (id),
    room_id BIGINT NOT NULL REFERENCES room (id),
    following BOOLEAN NOT NULL,
    read_seq BIGINT NOT NULL,
    tick BIGINT NOT NULL,
    PRIMARY KEY (person_id, thread_id)
) {clustered};
CREATE INDEX thread_member_by_thread ON thread_member (thread_id);

CREATE TABLE reaction (
    message_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (message_id, code, person_id)
) {clustered};

CREATE TABLE mention (
    person_id BIGINT NOT NULL,
    stream_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    room_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    PRIMARY KEY (person_id, stream_id, seq)
) {clustered};
CREATE INDEX mention_newest ON mention (person_id, message_id);

CREATE TABLE mention_everyone (
    stream_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    room_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    PRIMARY KEY (stream_id, seq)
) {clustered};
CREATE INDEX mention_everyone_newest ON mention_everyone (room_id, message_id);

CREATE TABLE draft (
    person_id BIGINT NOT NULL,
    stream_id BIGINT NOT NULL,
    room_id BIGINT NOT NULL,
    body TEXT NOT NULL,
    quote_id BIGINT,
    updated_at BIGINT NOT NULL,
    tick BIGINT NOT NULL,
    PRIMARY KEY (person_id, stream_id)
) {clustered};

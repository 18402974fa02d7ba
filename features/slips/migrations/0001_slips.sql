-- A form that stands in a message, under the id of that message. Days are texts that sort by age. Parcels have who brought them, how many there
-- are and where they wait; requests a subject and a due day; council questions who asks (sender), the day and their turn in it, by which they are
-- ranked.
CREATE TABLE slip (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    room_id BIGINT NOT NULL,
    maker_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    note TEXT NOT NULL,
    sender TEXT NOT NULL,
    pieces BIGINT NOT NULL,
    place TEXT NOT NULL,
    asking_unit_id BIGINT,
    due_on TEXT,
    turn BIGINT NOT NULL,
    ranked TEXT NOT NULL,
    remind_on TEXT,
    waits BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
-- What is open and what is over are lists of their own: neither grows with the other.
CREATE INDEX slip_open_by_room ON slip (room_id, kind, created_at, id) WHERE waits;
CREATE INDEX slip_over_by_room ON slip (room_id, kind, created_at, id) WHERE NOT waits;
CREATE INDEX slip_council_by_room ON slip (room_id, ranked, created_at, id) WHERE kind = 'council';
CREATE INDEX slip_open_by_maker ON slip (maker_id, id) WHERE waits;

-- For whom it is: a section or a person, each with a state of its own. It waits while it is theirs to do something.
CREATE TABLE slip_line (
    slip_id BIGINT NOT NULL REFERENCES slip (id),
    number BIGINT NOT NULL,
    unit_id BIGINT,
    person_id BIGINT,
    state TEXT NOT NULL,
    step BIGINT NOT NULL,
    passed BIGINT NOT NULL,
    waits BOOLEAN NOT NULL,
    PRIMARY KEY (slip_id, number)
) {clustered};
CREATE INDEX slip_line_by_unit ON slip_line (unit_id, slip_id) WHERE waits;
CREATE INDEX slip_line_by_person ON slip_line (person_id, slip_id) WHERE waits;

-- Who checks the draft of a council answer, one after another: a person, or whoever holds a post on the day.
CREATE TABLE slip_check (
    slip_id BIGINT NOT NULL REFERENCES slip (id),
    number BIGINT NOT NULL,
    label TEXT NOT NULL,
    person_id BIGINT,
    unit_id BIGINT,
    title_id BIGINT,
    PRIMARY KEY (slip_id, number)
) {clustered};
CREATE INDEX slip_check_by_person ON slip_check (person_id, slip_id) WHERE person_id IS NOT NULL;
CREATE INDEX slip_check_by_post ON slip_check (unit_id, title_id, slip_id) WHERE unit_id IS NOT NULL;

-- Who did what with it, and when. Answers and reasons are also said in the thread, by a message.
CREATE TABLE slip_act (
    slip_id BIGINT NOT NULL REFERENCES slip (id),
    line BIGINT NOT NULL,
    number BIGINT NOT NULL,
    act TEXT NOT NULL,
    at BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    operator_id BIGINT,
    words TEXT NOT NULL,
    message_id BIGINT,
    PRIMARY KEY (slip_id, line, number)
) {clustered};
CREATE INDEX slip_act_by_message ON slip_act (message_id) WHERE message_id IS NOT NULL;

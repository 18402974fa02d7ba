-- Something to be done that stands in a message, under the id of that message. Days are texts that sort by age.
CREATE TABLE task (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    room_id BIGINT NOT NULL,
    maker_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    note TEXT NOT NULL,
    source TEXT,
    closing TEXT NOT NULL,
    state TEXT NOT NULL,
    due_on TEXT,
    meant_on TEXT,
    anchor_on TEXT,
    shift TEXT NOT NULL,
    repeats TEXT,
    round BIGINT NOT NULL,
    done_at BIGINT,
    done_by BIGINT,
    done_operator BIGINT,
    created_at BIGINT NOT NULL,
    tick BIGINT NOT NULL
);
-- What is open comes by its day, what is done by its moment: neither list grows with the years.
CREATE INDEX task_open_by_room ON task (room_id, COALESCE(due_on, '9999-12-31'), id) WHERE state <> 'done';
CREATE INDEX task_done_by_room ON task (room_id, COALESCE(done_at, created_at), id) WHERE state = 'done';
CREATE INDEX task_open_by_maker ON task (maker_id, COALESCE(due_on, '9999-12-31'), id) WHERE state <> 'done';
CREATE INDEX task_done_by_maker ON task (maker_id, COALESCE(done_at, created_at), id) WHERE state = 'done';
CREATE INDEX task_by_done ON task (done_by, id);

-- Who is to do it: a person, or whoever holds a post on the day. It waits while neither it nor the whole is done.
CREATE TABLE task_part (
    task_id BIGINT NOT NULL REFERENCES task (id),
    place BIGINT NOT NULL,
    person_id BIGINT,
    unit_id BIGINT,
    title_id BIGINT,
    done_at BIGINT,
    done_by BIGINT,
    done_operator BIGINT,
    waits BOOLEAN NOT NULL,
    PRIMARY KEY (task_id, place)
) {clustered};
CREATE INDEX task_part_by_person ON task_part (person_id, task_id) WHERE waits;
CREATE INDEX task_part_by_post ON task_part (unit_id, task_id) WHERE waits;
CREATE INDEX task_part_by_done ON task_part (done_by, task_id);

-- Each time that a repeated one was done. By a shared account, who was using it is kept beside it, here and above.
CREATE TABLE task_round (
    task_id BIGINT NOT NULL REFERENCES task (id),
    number BIGINT NOT NULL,
    due_on TEXT,
    done_at BIGINT NOT NULL,
    done_by BIGINT NOT NULL,
    done_operator BIGINT,
    PRIMARY KEY (task_id, number)
) {clustered};

-- 予約送信: what somebody wrote and wants said at a moment, in their name. It is gone once it was said.
CREATE TABLE planned_message (
    id BIGINT NOT NULL PRIMARY KEY,
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    account_id BIGINT NOT NULL,
    operator_id BIGINT,
    room_id BIGINT NOT NULL REFERENCES room (id),
    thread_id BIGINT,
    body TEXT NOT NULL,
    quote_id BIGINT,
    also_to_room BOOLEAN NOT NULL,
    post_id BIGINT,
    send_at BIGINT NOT NULL,
    -- Why it could not be said when its moment came.
    why TEXT,
    tick BIGINT NOT NULL
);
CREATE INDEX planned_message_by_person ON planned_message (person_id, send_at, id);
CREATE INDEX planned_message_by_moment ON planned_message (org_id, send_at, id) WHERE why IS NULL;

-- あとで: messages that somebody has put by, and when they want to be reminded of them.
CREATE TABLE saved_message (
    person_id BIGINT NOT NULL REFERENCES person (id),
    message_id BIGINT NOT NULL,
    room_id BIGINT NOT NULL REFERENCES room (id),
    saved_at BIGINT NOT NULL,
    remind_at BIGINT,
    -- When they were reminded; what they were reminded of waits until it is done or put off.
    reminded_at BIGINT,
    done_at BIGINT,
    PRIMARY KEY (person_id, message_id)
) {clustered};
CREATE INDEX saved_message_newest ON saved_message (person_id, saved_at, message_id);
CREATE INDEX saved_message_by_moment ON saved_message (remind_at) WHERE reminded_at IS NULL AND done_at IS NULL;

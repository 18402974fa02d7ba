-- What somebody who took a call wrote down for somebody else, under the id of its message in the direct room of both. Where it stands in the
-- section's room too, the message there has an id of its own. Somebody waits from when it was written, and until they were to be called back;
-- what is not done then is kept so long from there on.
CREATE TABLE phone_memo (
    id {id},
    org_id BIGINT NOT NULL REFERENCES organisation (id),
    room_id BIGINT NOT NULL,
    section_room_id BIGINT,
    section_message_id BIGINT,
    writer_id BIGINT NOT NULL,
    operator_id BIGINT,
    addressee_id BIGINT NOT NULL,
    caller TEXT NOT NULL,
    company TEXT NOT NULL,
    number TEXT NOT NULL,
    matter TEXT NOT NULL,
    words TEXT NOT NULL,
    call_back_by BIGINT,
    called_at BIGINT NOT NULL,
    waits_until BIGINT NOT NULL,
    seen_at BIGINT,
    seen_by BIGINT,
    taken_at BIGINT,
    taken_by BIGINT,
    done BOOLEAN NOT NULL,
    done_at BIGINT,
    done_by BIGINT,
    cleared_at BIGINT,
    withdrawn_at BIGINT,
    tick BIGINT NOT NULL
);
CREATE INDEX phone_memo_by_addressee ON phone_memo (addressee_id, done, id);
CREATE INDEX phone_memo_by_writer ON phone_memo (writer_id, done, id);
CREATE INDEX phone_memo_by_section ON phone_memo (section_room_id, done, id) WHERE section_room_id IS NOT NULL;
-- Those in which somebody from outside is still named.
CREATE INDEX phone_memo_by_kept ON phone_memo (org_id, id) WHERE cleared_at IS NULL;

-- How many days after it was done a memo keeps who called; one that nobody has done, no fewer than 90. No row: 90.
CREATE TABLE phone_memo_rule (
    org_id BIGINT NOT NULL PRIMARY KEY REFERENCES organisation (id),
    days BIGINT NOT NULL
);

-- Who was using a shared account: what they reacted to and changed, and how far each of them has read.
ALTER TABLE reaction ADD COLUMN operator_id BIGINT;
ALTER TABLE message_revision ADD COLUMN operator_id BIGINT;

CREATE TABLE operator_read (
    room_id BIGINT NOT NULL REFERENCES room (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    operator_id BIGINT NOT NULL REFERENCES person (id),
    read_seq BIGINT NOT NULL,
    read_at BIGINT NOT NULL,
    PRIMARY KEY (room_id, person_id, operator_id)
) {clustered};

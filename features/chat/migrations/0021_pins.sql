-- ピン留め: messages that a room comes back to. Who pinned one stands in what the message carries.
CREATE TABLE room_pin (
    room_id BIGINT NOT NULL REFERENCES room (id),
    message_id BIGINT NOT NULL,
    pinned_at BIGINT NOT NULL,
    PRIMARY KEY (room_id, message_id)
) {clustered};

-- アルバム: pictures and films of a room under one name, each by the message that brought it.
CREATE TABLE album (
    id {id},
    room_id BIGINT NOT NULL REFERENCES room (id),
    name TEXT NOT NULL,
    sort TEXT NOT NULL,
    -- The picture that was chosen for it, and the first one, which stands for it otherwise.
    cover_id BIGINT,
    first_id BIGINT,
    pictures BIGINT NOT NULL,
    made_by BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- Since when it is not shown any more; for some days it can be had back.
    removed_at BIGINT,
    tick BIGINT NOT NULL
);
CREATE INDEX album_of_room ON album (room_id, made_at, id);

CREATE TABLE album_picture (
    album_id BIGINT NOT NULL REFERENCES album (id),
    file_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    caption TEXT NOT NULL,
    -- Where it stands when the order is by hand.
    place BIGINT NOT NULL,
    added_by BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    tick BIGINT NOT NULL,
    PRIMARY KEY (album_id, file_id)
) {clustered};
CREATE INDEX album_picture_by_time ON album_picture (album_id, sent_at, file_id);
CREATE INDEX album_picture_by_hand ON album_picture (album_id, place, file_id);
CREATE INDEX album_picture_by_message ON album_picture (message_id);

-- Which files go with a broadcast, in the order in which its author put them. A file goes with one alone, and leaves with it.
CREATE TABLE broadcast_file (
    broadcast_id BIGINT NOT NULL REFERENCES broadcast (id),
    file_id BIGINT NOT NULL REFERENCES file (id),
    place BIGINT NOT NULL,
    PRIMARY KEY (broadcast_id, file_id)
) {clustered};
CREATE UNIQUE INDEX broadcast_file_by_file ON broadcast_file (file_id);

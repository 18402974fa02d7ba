-- A life of the index. The first that is whole answers; a later one is built while it does, and takes its place.
CREATE TABLE search_generation (
    number BIGINT NOT NULL PRIMARY KEY,
    -- How it is written. What an older program wrote answers no more.
    version BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    -- Everything that was committed up to there is in it, once it is whole.
    epoch TEXT NOT NULL,
    tick BIGINT NOT NULL,
    -- When that was so: the log keeps for days what came after.
    at BIGINT NOT NULL,
    -- What is read at the moment, and below which id; nothing when it is whole.
    kind BIGINT,
    below BIGINT,
    -- How many documents were read for it.
    documents BIGINT NOT NULL,
    -- Counts its changes, so that of two nodes at it one finds the other's.
    turn BIGINT NOT NULL
);

-- Documents in the order of their ids, and where in the parts is what. Of one document the segment with the larger rank knows better.
CREATE TABLE search_segment (
    id {id},
    generation BIGINT NOT NULL,
    org_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    rank BIGINT NOT NULL,
    documents BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    head {blob} NOT NULL
);
CREATE INDEX search_segment_in_order ON search_segment (generation, org_id, kind, rank);

CREATE TABLE search_part (
    segment_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    bytes {blob} NOT NULL,
    PRIMARY KEY (segment_id, number)
);

-- Segments of which only parts are there, from when on these may be thrown away: some are being written, some are being deleted.
CREATE TABLE search_leftover (
    segment_id BIGINT NOT NULL PRIMARY KEY,
    since BIGINT NOT NULL
);

-- Documents that came without an event, and are to be indexed.
CREATE TABLE search_waiting (
    org_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    document_id BIGINT NOT NULL,
    -- Counts how often it was announced: whoever takes it takes what it was then.
    turn BIGINT NOT NULL,
    PRIMARY KEY (org_id, kind, document_id)
) {clustered};

-- Each record has a number and the hash of itself together with the record before it. Older ones have neither; the first of the chain
-- speaks for them.
ALTER TABLE audit ADD COLUMN seq BIGINT;
ALTER TABLE audit ADD COLUMN hash TEXT;
CREATE UNIQUE INDEX audit_chain ON audit (org_id, seq);

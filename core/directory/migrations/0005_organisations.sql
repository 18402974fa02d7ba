-- Where an organisation lives: the first one, which has no code, at /, each further one at /o/{code}/. Its colour, and whether sign-in pages
-- name it to everybody.
ALTER TABLE organisation ADD COLUMN code TEXT;
ALTER TABLE organisation ADD COLUMN reading TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN colour TEXT NOT NULL DEFAULT 'indigo';
ALTER TABLE organisation ADD COLUMN listed BOOLEAN NOT NULL DEFAULT FALSE;
-- Nothing that was released could make a second one; where one was put in by hand, it has to be reached all the same.
UPDATE organisation SET code = 'o-' || CAST(id AS TEXT) WHERE id > (SELECT MIN(id) FROM organisation);
CREATE UNIQUE INDEX organisation_by_code ON organisation (code);
ALTER TABLE organisation DROP COLUMN accent;

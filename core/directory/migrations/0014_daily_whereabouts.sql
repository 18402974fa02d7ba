-- Whether whoever has not said it is asked at the first use of the day, and reminded at the hour, where it is asked for.
ALTER TABLE organisation ADD COLUMN whereabouts_first_use BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE organisation ADD COLUMN whereabouts_reminds BOOLEAN NOT NULL DEFAULT FALSE;

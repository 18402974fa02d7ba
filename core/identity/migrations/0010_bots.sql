-- A bot comes in by a token of its own: a session that has a name instead of a device, needs no use, and ends on a day.
ALTER TABLE session ADD COLUMN token_until BIGINT;

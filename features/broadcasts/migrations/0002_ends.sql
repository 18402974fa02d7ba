-- Until when it is of use: afterwards it waits for nobody.
ALTER TABLE broadcast ADD COLUMN ends_at BIGINT;

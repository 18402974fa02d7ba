-- Whether the login was given by another program that keeps accounts; else it is the staff number, and follows it.
ALTER TABLE account ADD COLUMN own_login BOOLEAN NOT NULL DEFAULT FALSE;

-- Whether the session was opened by somebody outside who said who it is, and not with the password of here.
ALTER TABLE session ADD COLUMN elsewhere BOOLEAN NOT NULL DEFAULT FALSE;

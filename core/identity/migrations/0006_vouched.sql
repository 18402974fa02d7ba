-- Whether somebody outside, whom the organisation trusts with that, says that a second factor was shown.
ALTER TABLE session ADD COLUMN vouched BOOLEAN NOT NULL DEFAULT FALSE;

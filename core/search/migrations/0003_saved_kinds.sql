-- What of all that can be found a saved search looks at; nothing for all of it.
ALTER TABLE saved_search ADD COLUMN kind TEXT;

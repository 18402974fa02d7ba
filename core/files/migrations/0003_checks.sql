-- How the check of a file for viruses stands; nothing where it was not to be checked.
ALTER TABLE file ADD COLUMN checked TEXT;

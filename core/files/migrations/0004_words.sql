-- What files say, for search: as it is shown, and in the form in which texts are compared. Nothing of a file that cannot be read.
CREATE TABLE file_words (
    file_id BIGINT PRIMARY KEY REFERENCES file (id),
    outcome TEXT NOT NULL,
    words TEXT NOT NULL,
    folded TEXT NOT NULL
);

-- Files that wait to be read, the newest first.
CREATE TABLE file_unread (
    file_id BIGINT PRIMARY KEY REFERENCES file (id)
);
INSERT INTO file_unread (file_id)
    SELECT id FROM file WHERE state = 'attached' AND size <= 67108864 AND kind IN ('pdf', 'document', 'text', 'other');

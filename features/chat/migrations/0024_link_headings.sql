-- 見出し: what its author says of links in what is planned, as JSON; what was said carries it in what it carries besides its words.
ALTER TABLE planned_message ADD COLUMN headings TEXT NOT NULL DEFAULT '[]';

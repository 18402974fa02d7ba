-- Who wrote an answer down for somebody else, who had not answered.
ALTER TABLE stamp_answer ADD COLUMN entered_by BIGINT;

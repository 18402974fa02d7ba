-- Whoever answers for guests and bots is told before one of them ends.
CREATE INDEX outsider_by_sponsor ON outsider (sponsor_id);

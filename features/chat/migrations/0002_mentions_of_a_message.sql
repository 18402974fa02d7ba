CREATE INDEX mention_by_message ON mention (stream_id, seq);

ALTER TABLE room_member ADD COLUMN reads_until TEXT;

-- Whether answers go over to another organisation with which the room is shared, and on which side it was asked.
ALTER TABLE stamp ADD COLUMN crossing TEXT NOT NULL DEFAULT 'none';

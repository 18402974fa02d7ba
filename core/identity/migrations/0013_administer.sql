-- Who administers all takes part whatever is chosen: their person says so too, from now on with every change of rights.
UPDATE person SET administers = TRUE WHERE id IN (SELECT person_id FROM account WHERE rights = 'administrator');

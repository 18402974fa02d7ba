//! Who takes part: one row for an organisation that does not begin with everybody.

use crate::model::Participation;
use db::{Conn, Tx};
use jiff::civil::Date;
use kernel::{PersonId, Result};
use std::collections::HashMap;

db::statements! {
    GET = "SELECT said, tick FROM participation WHERE org_id = $1";
    PUT = "INSERT INTO participation (org_id, said, tick) VALUES ($1, $2, $3)
        ON CONFLICT (org_id) DO UPDATE SET said = excluded.said, tick = excluded.tick";
    ADMINISTERS = "UPDATE person SET administers = $2 WHERE id = $1 AND administers <> $2";
    OUTSIDE = "SELECT outside FROM person WHERE id = $1";
    STAFF = "SELECT id, outside, administers FROM person WHERE org_id = $1 AND (active OR outside)
        AND employment NOT IN ('shared', 'guest', 'bot', 'partner') ORDER BY sort_key, id";
    HELD = "SELECT o.person_id, u.path FROM post o JOIN unit u ON u.id = o.unit_id
        WHERE o.org_id = $1 AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2)";
}

/// What was said of who takes part, with its version: everybody, and 0, when nothing was.
pub fn get(conn: &mut Conn<'_>) -> Result<(Participation, i64)> {
    let org = conn.actor().org;
    let Some(row) = conn.row(&GET, &[&org])? else { return Ok((Participation::default(), 0)) };
    let said: String = row.get(0);
    Ok((serde_json::from_str(&said).expect("the database holds what we wrote"), row.get(1)))
}

/// Keeps who takes part; its version.
pub fn put(tx: &mut Tx<'_>, said: &Participation) -> Result<i64> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let text = serde_json::to_string(said).expect("days and ids are plain data");
    tx.run(&PUT, &[&org, &text, &tick])?;
    Ok(tick)
}

/// Notes whether somebody administers all; where they stand is worked out anew after that.
pub fn set_administers(tx: &mut Tx<'_>, person: PersonId, administers: bool) -> Result<()> {
    tx.run(&ADMINISTERS, &[&person, &administers])
}

/// Whether somebody does not take part, as it was worked out last.
pub fn is_outside(conn: &mut Conn<'_>, person: PersonId) -> Result<bool> {
    Ok(conn.row(&OUTSIDE, &[&person])?.is_some_and(|row| row.get(0)))
}

/// Somebody of the staff who is here, whether they take part or not.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Who.
    pub person: PersonId,
    /// They do not take part.
    pub outside: bool,
    /// They administer all.
    pub administers: bool,
    /// The paths of the units in which they hold posts.
    pub paths: Vec<String>,
}

/// The staff as it stands on a day, in 五十音 order.
pub fn staff(conn: &mut Conn<'_>, today: Date) -> Result<Vec<Standing>> {
    let org = conn.actor().org;
    let mut paths: HashMap<PersonId, Vec<String>> = HashMap::new();
    for row in conn.rows(&HELD, &[&org, &today.to_string()])? {
        paths.entry(row.get(0)).or_default().push(row.get(1));
    }
    let rows = conn.rows(&STAFF, &[&org])?;
    let standing = |row: &db::Row| {
        let person = row.get(0);
        Standing {
            person,
            outside: row.get(1),
            administers: row.get(2),
            paths: paths.remove(&person).unwrap_or_default(),
        }
    };
    Ok(rows.iter().map(standing).collect())
}

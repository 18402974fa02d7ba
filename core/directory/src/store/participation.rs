//! Who takes part: one row for an organisation that does not begin with everybody.

use crate::model::Participation;
use crate::store::day;
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
    STAFF = "SELECT id, outside, administers, left_on FROM person WHERE org_id = $1 AND (active OR outside)
        AND employment NOT IN ('guest', 'bot', 'partner') ORDER BY sort_key, id";
    HELD = "SELECT o.person_id, u.path, o.valid_from, o.valid_to FROM post o JOIN unit u ON u.id = o.unit_id
        WHERE o.org_id = $1 AND (o.valid_to IS NULL OR o.valid_to >= $2)";
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

/// A post that somebody holds, or will.
#[derive(Debug, Clone)]
struct Stay {
    path: String,
    from: Date,
    to: Option<Date>,
}

/// Somebody of the staff, or a shared account, who is here, whether they take part or not.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Who.
    pub person: PersonId,
    /// They do not take part.
    pub outside: bool,
    /// They administer all.
    pub administers: bool,
    left_on: Option<Date>,
    stays: Vec<Stay>,
}

impl Standing {
    /// The paths of the units in which they hold posts on a day; none when they are gone by then.
    pub fn paths(&self, day: Date) -> Vec<&str> {
        if self.left_on.is_some_and(|last| last < day) {
            return Vec::new();
        }
        let held = self.stays.iter().filter(|stay| stay.from <= day && stay.to.is_none_or(|last| last >= day));
        held.map(|stay| stay.path.as_str()).collect()
    }

    /// The days after one on which they stand elsewhere than before.
    pub fn moves_after(&self, day: Date) -> impl Iterator<Item = Date> {
        let next = |last: Option<Date>| last.and_then(|last| last.tomorrow().ok());
        let days = self.stays.iter().flat_map(move |stay| [Some(stay.from), next(stay.to)]).chain([next(self.left_on)]);
        days.flatten().filter(move |on| *on > day)
    }
}

/// The staff and shared accounts who are here today, with the posts that they hold and will, in 五十音 order.
pub fn staff(conn: &mut Conn<'_>, today: Date) -> Result<Vec<Standing>> {
    let org = conn.actor().org;
    let mut stays: HashMap<PersonId, Vec<Stay>> = HashMap::new();
    for row in conn.rows(&HELD, &[&org, &today.to_string()])? {
        let (from, to): (String, Option<String>) = (row.get(2), row.get(3));
        let stay = Stay { path: row.get(1), from: day(&from), to: to.as_deref().map(day) };
        stays.entry(row.get(0)).or_default().push(stay);
    }
    let rows = conn.rows(&STAFF, &[&org])?;
    let standing = |row: &db::Row| {
        let person = row.get(0);
        Standing {
            person,
            outside: row.get(1),
            administers: row.get(2),
            left_on: row.get::<Option<String>>(3).as_deref().map(day),
            stays: stays.remove(&person).unwrap_or_default(),
        }
    };
    Ok(rows.iter().map(standing).collect())
}

//! Who holds which posts, by unit.

use crate::model::{NO_RANK, TitleId, UnitId};
use crate::store::day;
use db::{Conn, List, Sql};
use jiff::civil::Date;
use kernel::{Jst, PersonId, Result};

db::statements! {
    HELD_IN = "SELECT DISTINCT o.unit_id, o.title_id, o.person_id FROM post o JOIN person p ON p.id = o.person_id
        WHERE o.org_id + 0 = $1 AND o.unit_id {in $3} AND p.active
          AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2)";
    WORKED_IN = "SELECT DISTINCT o.unit_id, o.title_id, o.person_id FROM post o JOIN person p ON p.id = o.person_id
        WHERE o.org_id + 0 = $1 AND o.unit_id {in $3} AND p.active AND p.leave_access IS NULL
          AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2)";
    HELD_FROM = "SELECT o.unit_id, o.title_id, t.rank, o.person_id, o.valid_from, o.valid_to FROM post o JOIN person p ON p.id = o.person_id
            LEFT JOIN title t ON t.id = o.title_id
        WHERE o.org_id + 0 = $1 AND o.unit_id {in $3} AND p.employment NOT IN ('shared', 'guest', 'bot')
          AND (o.valid_to IS NULL OR o.valid_to >= $2) AND (p.left_on IS NULL OR p.left_on >= $2)
        ORDER BY COALESCE(t.rank, 10000), p.sort_key, o.id";
    // The last day in a post is its own, or an earlier one on which they leave. Who goes on in the unit does not leave it.
    LEAVING = "SELECT e.person_id, e.unit_id, e.title_id, e.last,
            CASE WHEN (e.left_on IS NULL OR e.left_on > e.last) AND EXISTS (SELECT 1 FROM post n WHERE n.person_id = e.person_id
                AND (n.valid_to IS NULL OR n.valid_to > e.last)) THEN 1 ELSE 0 END FROM (
            SELECT o.person_id, o.unit_id, o.title_id, p.left_on,
                CASE WHEN p.left_on IS NOT NULL AND (o.valid_to IS NULL OR p.left_on < o.valid_to) THEN p.left_on ELSE o.valid_to END AS last
            FROM post o JOIN person p ON p.id = o.person_id
            WHERE o.org_id = $1 AND o.valid_from <= $3 AND p.employment NOT IN ('shared', 'guest', 'bot')) e
        WHERE e.last >= $2 AND e.last <= $3 AND NOT EXISTS (SELECT 1 FROM post n WHERE n.person_id = e.person_id AND n.unit_id = e.unit_id
            AND (n.valid_to IS NULL OR n.valid_to > e.last) AND (e.left_on IS NULL OR e.left_on > e.last))
        ORDER BY e.person_id, e.last, e.unit_id";
    // `$2` and `$3` bound the day before the leave, `$4` is today.
    AWAY = "SELECT l.person_id, o.unit_id, o.title_id, l.valid_from FROM leave l JOIN post o ON o.person_id = l.person_id
            JOIN person p ON p.id = l.person_id
        WHERE l.org_id = $1 AND l.valid_from > $2 AND l.valid_from <= $3 AND (l.valid_to IS NULL OR l.valid_to >= $4)
          AND o.valid_from < l.valid_from AND (o.valid_to IS NULL OR o.valid_to >= l.valid_from)
          AND (p.left_on IS NULL OR p.left_on >= l.valid_from)
        ORDER BY l.person_id, l.valid_from, o.id";
}

/// A post held today or later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPost {
    /// The unit.
    pub unit: UnitId,
    /// The title.
    pub title: Option<TitleId>,
    /// The title's rank.
    pub rank: i64,
    /// Who holds it.
    pub person: PersonId,
    /// From when on.
    pub from: Date,
    /// The last day.
    pub to: Option<Date>,
}

impl HeldPost {
    /// Whether it is held on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|last| last >= day)
    }
}

/// The posts that people of the staff hold in some units on a day or later, the highest in office first; each unit is taken alone.
pub fn held_from(conn: &mut Conn<'_>, units: &[UnitId], on: Date) -> Result<Vec<HeldPost>> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let org = conn.actor().org;
    let rows = conn.rows(&HELD_FROM, &[&org, &on.to_string(), &List::ids(units.iter().copied())])?;
    let read = |row: &db::Row| HeldPost {
        unit: row.get(0),
        title: row.get(1),
        rank: row.get::<Option<i64>>(2).unwrap_or(NO_RANK),
        person: row.get(3),
        from: day(&row.get::<String>(4)),
        to: row.get::<Option<String>>(5).as_deref().map(day),
    };
    Ok(rows.iter().map(read).collect())
}

/// Why somebody does a post's work no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The post ends, and they have no other in the unit.
    Moves,
    /// They leave the organisation, or hold no post any more.
    Leaves,
    /// They go on leave.
    OnLeave,
}

/// Somebody who leaves a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Departure {
    /// Who.
    pub person: PersonId,
    /// The unit.
    pub unit: UnitId,
    /// The title.
    pub title: Option<TitleId>,
    /// Their last day in it.
    pub last: Date,
    /// Why.
    pub cause: Cause,
}

/// Who of the staff leaves a unit, with a last day between two days: as it is known in the directory, so of transfers those that are released.
/// Of each post once, with the earliest day.
pub fn departures(conn: &mut Conn<'_>, first: Date, last: Date) -> Result<Vec<Departure>> {
    let (org, today) = (conn.actor().org, Jst::date(conn.now()).to_string());
    let (from, to) = (first.to_string(), last.to_string());
    let mut all: Vec<Departure> = Vec::new();
    for row in conn.rows(&LEAVING, &[&org, &from, &to])? {
        let last = day(&row.get::<String>(3));
        let cause = if row.get::<i64>(4) == 1 { Cause::Moves } else { Cause::Leaves };
        all.push(Departure { person: row.get(0), unit: row.get(1), title: row.get(2), last, cause });
    }
    let after = |date: Date| date.tomorrow().unwrap_or(date).to_string();
    for row in conn.rows(&AWAY, &[&org, &from, &after(last), &today])? {
        let begins = day(&row.get::<String>(3));
        let last = begins.yesterday().unwrap_or(begins);
        let cause = Cause::OnLeave;
        all.push(Departure { person: row.get(0), unit: row.get(1), title: row.get(2), last, cause });
    }
    let post = |departure: &Departure| (departure.person, departure.unit, departure.title);
    all.sort_by_key(|departure| (post(departure), departure.last));
    all.dedup_by_key(|departure| post(departure));
    Ok(all)
}

/// A post held today: unit, title, holder.
type HeldToday = (UnitId, Option<TitleId>, PersonId);

/// The posts held today in some units, of which each unit is taken alone.
pub fn held_in(conn: &mut Conn<'_>, units: &[UnitId]) -> Result<Vec<HeldToday>> {
    today_in(conn, &HELD_IN, units)
}

/// [`held_in`] by those who are at work: whoever is on leave does nobody's work.
pub fn worked_in(conn: &mut Conn<'_>, units: &[UnitId]) -> Result<Vec<HeldToday>> {
    today_in(conn, &WORKED_IN, units)
}

fn today_in(conn: &mut Conn<'_>, held: &Sql, units: &[UnitId]) -> Result<Vec<HeldToday>> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let (org, today) = (conn.actor().org, Jst::date(conn.now()).to_string());
    let rows = conn.rows(held, &[&org, &today, &List::ids(units.iter().copied())])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
}

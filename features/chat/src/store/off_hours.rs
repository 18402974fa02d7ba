//! How much was said outside the hours of offices, by unit and day.

use db::{Conn, List, ToValue, Tx};
use directory::model::UnitId;
use jiff::civil::Date;
use kernel::{PersonId, Result};

db::statements! {
    // The unit of somebody is that of their main post today. In the order of units, so that of two who count at once neither waits for the other in turn.
    COUNT = "INSERT INTO off_hours (org_id, day, unit_id, said, called)
        SELECT $1, $2, p.unit_id, COUNT(*), CAST(SUM(l.called) AS BIGINT)
        FROM {each $3 AS l: person BIGINT, called BIGINT} JOIN person p ON p.id = l.person
        WHERE p.org_id = $1 AND p.unit_id IS NOT NULL GROUP BY p.unit_id ORDER BY p.unit_id
        ON CONFLICT (org_id, day, unit_id) DO UPDATE SET said = off_hours.said + excluded.said, called = off_hours.called + excluded.called";
    BY_MONTH = "SELECT unit_id, SUBSTR(day, 1, 7), CAST(SUM(said) AS BIGINT), CAST(SUM(called) AS BIGINT)
        FROM off_hours WHERE org_id = $1 AND day >= $2 GROUP BY unit_id, SUBSTR(day, 1, 7)";
    // Neither shared accounts nor who is on leave: a unit of one person and four counters measures one person.
    PEOPLE = "SELECT o.unit_id, COUNT(DISTINCT o.person_id) FROM post o JOIN person p ON p.id = o.person_id
        WHERE o.org_id = $1 AND o.kind = 'main' AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2)
        AND p.active AND p.leave_access IS NULL AND p.employment IN ('regular', 'fiscal_year', 'special') GROUP BY o.unit_id";
}

/// Counts what some of the staff have said on a day, and whether it called people.
pub fn count(tx: &mut Tx<'_>, today: Date, said: &[(PersonId, bool)]) -> Result<()> {
    let org = tx.actor().org;
    let rows = said.iter().map(|(person, called)| [person.to_value(), i64::from(*called).to_value()]);
    tx.run(&COUNT, &[&org, &today.to_string(), &List::rows(rows)])
}

/// What a unit said in a month.
pub struct MonthRow {
    /// Which.
    pub unit: UnitId,
    /// As 2026-11.
    pub month: String,
    /// Messages.
    pub said: i64,
    /// Those that called people.
    pub called: i64,
}

/// What was said in the actor's organisation since a day.
pub fn by_month(conn: &mut Conn<'_>, since: Date) -> Result<Vec<MonthRow>> {
    let org = conn.actor().org;
    let rows = conn.rows(&BY_MONTH, &[&org, &since.to_string()])?;
    let read = |row: &db::Row| MonthRow { unit: row.get(0), month: row.get(1), said: row.get(2), called: row.get(3) };
    Ok(rows.iter().map(read).collect())
}

/// How many have their main post in each unit on a day.
pub fn people(conn: &mut Conn<'_>, on: Date) -> Result<Vec<(UnitId, i64)>> {
    let org = conn.actor().org;
    Ok(conn.rows(&PEOPLE, &[&org, &on.to_string()])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

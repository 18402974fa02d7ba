//! Leaves, and who is on one today.

use crate::model::{Leave, LeaveId, NewLeave, Person, Reach, UnitId};
use crate::policy::Edit;
use crate::store::day;
use crate::store::people::{pattern, unword, word};
use db::{Conn, List, Row, Tx};
use jiff::civil::Date;
use kernel::{Jst, LeaveAccess, May, PersonId, Result};
use std::collections::HashMap;

macro_rules! leaves {
    ($rest:expr) => {
        concat!("SELECT l.id, l.person_id, l.kind, l.valid_from, l.valid_to, l.access, l.tick FROM leave l ", $rest)
    };
}

db::statements! {
    INSERT = "INSERT INTO leave (id, org_id, person_id, kind, valid_from, valid_to, access, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPDATE = "UPDATE leave SET kind = $3, valid_from = $4, valid_to = $5, access = $6, tick = $7
        WHERE id = $1 AND person_id = $2";
    DELETE = "DELETE FROM leave WHERE id = $1 AND person_id = $2";
    ALL = leaves!("WHERE l.org_id = $1 ORDER BY l.valid_from, l.id");
    GET = leaves!("WHERE l.id = $2 AND l.org_id = $1");
    OF_PERSON = leaves!("WHERE l.person_id = $2 AND l.org_id + 0 = $1 ORDER BY l.valid_from DESC, l.id DESC");
    // `$3`: also those that are over; `$4`–`$6` words, `$7` whether only people of the units in `$8` are asked for.
    LIST = leaves!("JOIN person p ON p.id = l.person_id
        WHERE l.org_id = $1 AND ($3 OR l.valid_to IS NULL OR l.valid_to >= $2)
          AND p.folded LIKE $4 ESCAPE '\\' AND p.folded LIKE $5 ESCAPE '\\' AND p.folded LIKE $6 ESCAPE '\\'
          AND (NOT $7 OR p.unit_id {in $8}) AND (l.valid_from, l.id) > ($9, $10)
        ORDER BY l.valid_from, l.id LIMIT $11");
    HELD_ALL = "SELECT person_id, access FROM leave WHERE org_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)";
    HELD_OF = "SELECT person_id, access FROM leave WHERE org_id + 0 = $1 AND person_id {in $3} AND valid_from <= $2
        AND (valid_to IS NULL OR valid_to >= $2)";
    ACCESS = "SELECT leave_access FROM person WHERE id = $1";
    LAST_ENDED = leaves!("WHERE l.person_id = $2 AND l.org_id + 0 = $1 AND l.valid_to < $3 AND l.valid_to >= $4
        ORDER BY l.valid_to DESC LIMIT 1");
    // `$2` the day on which somebody went, `$3` today, `$4` they themselves, `$5` how many at most.
    CAME = "SELECT DISTINCT o.person_id FROM post o JOIN person p ON p.id = o.person_id
        WHERE o.unit_id = $1 AND o.valid_from <= $3 AND (o.valid_to IS NULL OR o.valid_to >= $3) AND p.active AND p.id <> $4
          AND p.employment <> 'shared' AND NOT EXISTS (SELECT 1 FROM post e WHERE e.person_id = p.id AND e.unit_id = $1
            AND e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to >= $2))
        ORDER BY o.person_id LIMIT $5";
    WENT = "SELECT DISTINCT o.person_id FROM post o JOIN person p ON p.id = o.person_id
        WHERE o.unit_id = $1 AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2) AND p.id <> $4
          AND p.employment <> 'shared' AND (p.left_on IS NULL OR p.left_on >= $2)
          AND (NOT (p.active OR p.outside) OR NOT EXISTS (SELECT 1 FROM post e WHERE e.person_id = p.id AND e.unit_id = $1
            AND e.valid_from <= $3 AND (e.valid_to IS NULL OR e.valid_to >= $3)))
        ORDER BY o.person_id LIMIT $5";
}

fn read(row: &Row) -> Leave {
    Leave {
        id: row.get(0),
        person_id: row.get(1),
        said: NewLeave {
            kind: unword(row.get(2)),
            valid_from: day(&row.get::<String>(3)),
            valid_to: row.get::<Option<String>>(4).as_deref().map(day),
            access: unword(row.get(5)),
        },
        tick: row.get(6),
    }
}

/// Adds a leave.
pub fn insert(tx: &mut Tx<'_>, person: &May<Edit, Person>, id: LeaveId, new: &NewLeave) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let (from, to) = (new.valid_from.to_string(), new.valid_to.map(|day| day.to_string()));
    tx.run(&INSERT, &[&id, &org, &person.brief.id, &word(new.kind), &from, &to, &word(new.access), &tick])
}

/// Replaces what a leave says.
pub fn replace(tx: &mut Tx<'_>, person: &May<Edit, Person>, id: LeaveId, new: &NewLeave) -> Result<()> {
    let tick = tx.tick()?;
    let (from, to) = (new.valid_from.to_string(), new.valid_to.map(|day| day.to_string()));
    tx.run(&UPDATE, &[&id, &person.brief.id, &word(new.kind), &from, &to, &word(new.access), &tick])
}

/// Removes a leave.
pub fn delete(tx: &mut Tx<'_>, person: &May<Edit, Person>, id: LeaveId) -> Result<()> {
    tx.run(&DELETE, &[&id, &person.brief.id])
}

/// One leave of the actor's organisation.
pub fn get(conn: &mut Conn<'_>, id: LeaveId) -> Result<Option<Leave>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org, &id])?.as_ref().map(read))
}

/// All leaves of somebody, the newest first.
pub fn of(conn: &mut Conn<'_>, person: PersonId) -> Result<Vec<Leave>> {
    let org = conn.actor().org;
    Ok(conn.rows(&OF_PERSON, &[&org, &person])?.iter().map(read).collect())
}

/// All leaves of the actor's organisation, each person's in the order of their first days.
pub fn everybodys(conn: &mut Conn<'_>) -> Result<HashMap<PersonId, Vec<NewLeave>>> {
    let org = conn.actor().org;
    let mut found: HashMap<PersonId, Vec<NewLeave>> = HashMap::new();
    for leave in conn.rows(&ALL, &[&org])?.iter().map(read) {
        found.entry(leave.person_id).or_default().push(leave.said);
    }
    Ok(found)
}

/// The leave of somebody's that ended last, between two days, the later one left out.
pub fn ended(conn: &mut Conn<'_>, person: PersonId, since: Date, before: Date) -> Result<Option<Leave>> {
    let org = conn.actor().org;
    let row = conn.row(&LAST_ENDED, &[&org, &person, &before.to_string(), &since.to_string()])?;
    Ok(row.as_ref().map(read))
}

/// Who is on leave today and what they may use: of some people, or of everybody when no ids are given.
pub fn held(conn: &mut Conn<'_>, ids: Option<&[PersonId]>) -> Result<HashMap<PersonId, LeaveAccess>> {
    let (org, today) = (conn.actor().org, Jst::date(conn.now()).to_string());
    let rows = match ids {
        Some(ids) => conn.rows(&HELD_OF, &[&org, &today, &List::ids(ids.iter().copied())])?,
        None => conn.rows(&HELD_ALL, &[&org, &today])?,
    };
    Ok(rows.iter().map(|row| (row.get(0), unword(row.get(1)))).collect())
}

/// What somebody who is on leave may use, as it was worked out last; nothing for everybody else.
pub fn access(conn: &mut Conn<'_>, person: PersonId) -> Result<Option<LeaveAccess>> {
    let row = conn.row(&ACCESS, &[&person])?;
    Ok(row.and_then(|row| worked_out(row.get(0))))
}

/// What stands in a person's row, read.
pub fn worked_out(leave_access: Option<String>) -> Option<LeaveAccess> {
    leave_access.map(unword)
}

/// Who came to a unit and who left it since a day, somebody themselves aside.
pub fn moved(
    conn: &mut Conn<'_>,
    unit: UnitId,
    since: Date,
    aside: PersonId,
    limit: usize,
) -> Result<(Vec<PersonId>, Vec<PersonId>)> {
    let (since, today) = (since.to_string(), Jst::date(conn.now()).to_string());
    let mut people = |statement| -> Result<Vec<PersonId>> {
        let rows = conn.rows(statement, &[&unit, &since, &today, &aside, &limit])?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    };
    Ok((people(&CAME)?, people(&WENT)?))
}

/// What a list of leaves is narrowed by.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Folded words that find the person, each of which must be found; at most three count.
    pub words: Vec<String>,
    /// Also those that are over.
    pub past_too: bool,
    /// For whom the actor may know.
    pub reach: Reach,
}

/// Where a page of leaves begins: first day and id.
pub type Key = (String, LeaveId);

/// A page of leaves in the order of their first day.
pub fn list(conn: &mut Conn<'_>, filter: &Filter, after: &Key, limit: usize) -> Result<Vec<Leave>> {
    let (org, today) = (conn.actor().org, Jst::date(conn.now()).to_string());
    let units = filter.reach.units();
    let (is_narrow, within) = (units.is_some(), List::ids(units.into_iter().flatten()));
    let words: Vec<String> = (0..3).map(|place| pattern(filter.words.get(place))).collect();
    let rows = conn.rows(
        &LIST,
        &[
            &org,
            &today,
            &filter.past_too,
            &words[0],
            &words[1],
            &words[2],
            &is_narrow,
            &within,
            &after.0,
            &after.1,
            &limit,
        ],
    )?;
    Ok(rows.iter().map(read).collect())
}

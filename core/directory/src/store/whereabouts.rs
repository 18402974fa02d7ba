//! Where people are, the organisation's places, and who has not said it.

use crate::model::{NewWhereabouts, Person, Place, PlaceId, Reach, UnitId, Whereabouts, WhereaboutsRule};
use crate::policy::Edit;
use crate::store::barriers::limits;
use crate::store::people::{pattern, unword, word};
use db::{Conn, List, Row, Tx};
use kernel::{Face, May, PersonId, Result, Timestamp};
use std::collections::HashSet;

/// A condition: of whom it is asked that they say where they are.
macro_rules! asked {
    () => {
        "p.org_id = $1 AND p.active AND p.leave_access IS NULL AND p.employment IN ('regular', 'fiscal_year', 'special')"
    };
}
/// A condition: they have not since `$2`, nor for longer than now, `$3`; what was taken back was not said.
macro_rules! missing {
    () => {
        "(a.since IS NULL OR (a.since < $2 AND COALESCE(a.until, 0) <= $3)
            OR (a.kind IS NULL AND a.place IS NULL AND a.place_id IS NULL))"
    };
}
/// A list of those: `$4`–`$6` words, `$7` whether only people of the units in `$8` are asked for, `$9` the paths of a subtree, `$10` before when
/// they were reminded last.
macro_rules! found {
    ($columns:literal, $order:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM person p LEFT JOIN whereabouts a ON a.person_id = p.id LEFT JOIN whereabouts_reminder r ON r.person_id = p.id
             WHERE ",
            asked!(),
            " AND ",
            missing!(),
            " AND p.folded LIKE $4 ESCAPE '\\' AND p.folded LIKE $5 ESCAPE '\\' AND p.folded LIKE $6 ESCAPE '\\'
              AND (NOT $7 OR p.unit_id {in $8}) AND (CAST($9 AS TEXT) IS NULL OR p.unit_path LIKE $9)
              AND (CAST($10 AS BIGINT) IS NULL OR r.reminded_at IS NULL OR r.reminded_at <= $10)",
            $order
        )
    };
}

db::statements! {
    PUT = "INSERT INTO whereabouts (person_id, org_id, kind, place_id, place, extension, until, since, set_by, tick, point_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (person_id) DO UPDATE SET kind = excluded.kind, place_id = excluded.place_id, place = excluded.place,
            extension = excluded.extension, until = excluded.until, since = excluded.since, set_by = excluded.set_by, tick = excluded.tick,
            point_id = excluded.point_id";
    SINCE = "SELECT since FROM whereabouts WHERE person_id = $1";
    PLACES = "SELECT id, name, reading, extension, ord, tick FROM place WHERE org_id = $1 ORDER BY ord, reading, id";
    PLACE_TAKEN = "SELECT id FROM place WHERE id = $1";
    PLACE_INSERT = "INSERT INTO place (id, org_id, name, reading, extension, ord, tick) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    PLACE_UPDATE = "UPDATE place SET name = $3, reading = $4, extension = $5, ord = $6, tick = $7 WHERE id = $1 AND org_id = $2";
    // Who is there stays there, in words; who is at a point of it has them already.
    PLACE_LEAVE = "UPDATE whereabouts SET place_id = NULL, place = COALESCE(place, $3), extension = COALESCE(extension, $4)
        WHERE place_id = $1 AND org_id = $2";
    PLACE_DELETE = "DELETE FROM place WHERE id = $1 AND org_id = $2";
    RULE = "SELECT whereabouts_from, whereabouts_first_use, whereabouts_reminds FROM organisation WHERE id = $1";
    RULE_SET = "UPDATE organisation SET whereabouts_from = $2, whereabouts_first_use = $3, whereabouts_reminds = $4 WHERE id = $1";
    MISSING = found!("p.id, p.unit_path, p.rank, p.sort_key, r.reminded_at", " AND (p.unit_path, p.rank, p.sort_key, p.id) > ($11, $12, $13, $14)
        ORDER BY p.unit_path, p.rank, p.sort_key, p.id LIMIT $15");
    DUE = found!("COUNT(*)", "");
    COUNTS = concat!("SELECT p.unit_id, CAST(SUM(CASE WHEN ", missing!(), " THEN 1 ELSE 0 END) AS BIGINT), COUNT(*) FROM person p
        LEFT JOIN whereabouts a ON a.person_id = p.id
        WHERE ", asked!(), " AND p.unit_id IS NOT NULL AND (NOT $4 OR p.unit_id {in $5}) GROUP BY p.unit_id");
    REMIND = "INSERT INTO whereabouts_reminder (person_id, org_id, reminded_at) VALUES ($1, $2, $3)
        ON CONFLICT (person_id) DO UPDATE SET reminded_at = excluded.reminded_at";
    IS_MISSING = concat!("SELECT p.id FROM person p LEFT JOIN whereabouts a ON a.person_id = p.id WHERE ", asked!(), " AND ", missing!(), " AND p.id = $4");
    // Who took it back said nothing.
    LAST = "SELECT a.since, a.kind, a.place_id, COALESCE(a.place, l.name), COALESCE(a.extension, l.extension), a.until, a.set_by, a.extension, a.point_id
        FROM whereabouts a LEFT JOIN place l ON l.id = a.place_id
        WHERE a.person_id = $1 AND (a.kind IS NOT NULL OR a.place IS NOT NULL OR a.place_id IS NOT NULL)";
    ASKED_AT = concat!("SELECT r.reminded_at FROM whereabouts_reminder r JOIN person p ON p.id = r.person_id
        LEFT JOIN whereabouts a ON a.person_id = p.id WHERE ", asked!(), " AND ", missing!(), " AND r.person_id = $4 AND r.reminded_at >= $2");
}

/// Where somebody is, from the columns that [`super::people`] selects, unless it has lapsed. `at` is the column of the point.
pub(super) fn read(row: &Row, from: usize, at: usize, now: Timestamp) -> Option<Whereabouts> {
    let said = Whereabouts {
        since: row.get::<Option<Timestamp>>(from)?,
        kind: row.get::<Option<String>>(from + 1).map(unword),
        place_id: row.get(from + 2),
        point_id: row.get(at),
        place: row.get(from + 3),
        extension: row.get(from + 4),
        until: row.get(from + 5),
        set_by: row.get(from + 6),
        own_extension: row.get(from + 7),
    };
    Some(said).filter(|said| said.holds_at(now))
}

/// Those of some people whose presence barriers keep from the actor, if that is somebody who signed in.
pub(super) fn unseen(conn: &mut Conn<'_>, people: &[PersonId]) -> Result<HashSet<PersonId>> {
    let actor = conn.actor();
    if !matches!(actor.face, Face::Session(_)) {
        return Ok(HashSet::new());
    }
    let limits = limits(conn, actor.person, people)?;
    Ok(limits.into_iter().filter(|(_, contact)| !contact.see).map(|(person, _)| person).collect())
}

/// Writes down where somebody is; that nothing is known, too, as who took it back is told like whoever said it.
pub fn put(tx: &mut Tx<'_>, person: &May<Edit, Person>, said: &NewWhereabouts, by: Option<PersonId>) -> Result<()> {
    let (org, now, tick, id) = (tx.actor().org, tx.now(), tx.tick()?, person.brief.id);
    tx.run(
        &PUT,
        &[
            &id,
            &org,
            &said.kind.map(word),
            &said.place_id,
            &said.place,
            &said.extension,
            &said.until,
            &now,
            &by,
            &tick,
            &said.point_id,
        ],
    )
}

/// Since when what was said last of where somebody is holds, lapsed or not.
pub fn since(conn: &mut Conn<'_>, person: PersonId) -> Result<Option<Timestamp>> {
    Ok(conn.row(&SINCE, &[&person])?.map(|row| row.get(0)))
}

/// Says of somebody who was just added, by the program itself, where they are.
pub fn begin(tx: &mut Tx<'_>, person: PersonId, said: &NewWhereabouts) -> Result<()> {
    let (org, now, tick) = (tx.actor().org, tx.now(), tx.tick()?);
    let NewWhereabouts { kind, place_id, point_id, place, extension, until, .. } = said;
    tx.run(
        &PUT,
        &[&person, &org, &kind.map(word), place_id, place, extension, until, &now, &None::<PersonId>, &tick, point_id],
    )
}

/// The places of the actor's organisation, in their order.
pub fn places(conn: &mut Conn<'_>) -> Result<Vec<Place>> {
    let org = conn.actor().org;
    let read = |row: &Row| Place {
        id: row.get(0),
        name: row.get(1),
        reading: row.get(2),
        extension: row.get(3),
        order: row.get(4),
        tick: row.get(5),
    };
    Ok(conn.rows(&PLACES, &[&org])?.iter().map(read).collect())
}

/// Adds a place.
pub fn insert_place(tx: &mut Tx<'_>, place: &Place) -> Result<()> {
    let org = tx.actor().org;
    let Place { id, name, reading, extension, order, tick } = place;
    tx.run(&PLACE_INSERT, &[id, &org, name, reading, extension, order, tick])
}

/// Saves a changed place.
pub fn update_place(tx: &mut Tx<'_>, place: &Place) -> Result<()> {
    let org = tx.actor().org;
    let Place { id, name, reading, extension, order, tick } = place;
    tx.run(&PLACE_UPDATE, &[id, &org, name, reading, extension, order, tick])
}

/// Takes a place off the list; who said that they are there is there in words.
pub fn delete_place(tx: &mut Tx<'_>, place: &Place) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&PLACE_LEAVE, &[&place.id, &org, &place.name, &place.extension])?;
    tx.run(&PLACE_DELETE, &[&place.id, &org])
}

/// Whether people of the actor's organisation are asked to say where they are.
pub fn rule(conn: &mut Conn<'_>) -> Result<WhereaboutsRule> {
    let org = conn.actor().org;
    let read = |row: Row| WhereaboutsRule { from_minute: row.get(0), at_first_use: row.get(1), reminds: row.get(2) };
    Ok(conn.row(&RULE, &[&org])?.map(read).unwrap_or_default())
}

/// Decides whether people are asked to say where they are.
pub fn set_rule(tx: &mut Tx<'_>, rule: WhereaboutsRule) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&RULE_SET, &[&org, &rule.from_minute, &rule.at_first_use, &rule.reminds])
}

/// What a list of those who have not said where they are is narrowed by.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Folded words that find the person, each of which must be found; at most three count.
    pub words: Vec<String>,
    /// The path of a unit: people whose main post is in its subtree.
    pub unit_path: Option<String>,
    /// For whom the actor may know.
    pub reach: Reach,
    /// Since when they have said nothing.
    pub since: Timestamp,
    /// Only those who were not reminded after an instant.
    pub reminded_before: Option<Timestamp>,
}

/// Where a page begins: unit, rank, the key of 五十音 order, and the id.
pub type Key = (String, i64, Vec<u8>, PersonId);

/// What the parameters `$4` to `$10` of a list of those who have not said it are made from.
struct Asked {
    words: Vec<String>,
    is_narrow: bool,
    within: List,
    subtree: Option<String>,
}

impl Asked {
    fn of(filter: &Filter) -> Self {
        let units = filter.reach.units();
        Self {
            words: (0..3).map(|place| pattern(filter.words.get(place))).collect(),
            is_narrow: units.is_some(),
            within: List::ids(units.into_iter().flatten()),
            subtree: filter.unit_path.as_ref().map(|path| format!("{path}%")),
        }
    }
}

/// A page of those who have not said where they are, in official order, and when they were reminded.
pub fn missing(
    conn: &mut Conn<'_>,
    filter: &Filter,
    after: &Key,
    limit: usize,
) -> Result<Vec<(PersonId, Option<Timestamp>, Key)>> {
    let (org, now) = (conn.actor().org, conn.now());
    let Asked { words, is_narrow, within, subtree } = Asked::of(filter);
    let rows = conn.rows(
        &MISSING,
        &[
            &org,
            &filter.since,
            &now,
            &words[0],
            &words[1],
            &words[2],
            &is_narrow,
            &within,
            &subtree,
            &filter.reminded_before,
            &after.0,
            &after.1,
            &after.2,
            &after.3,
            &limit,
        ],
    )?;
    let read = |row: &Row| {
        let id: PersonId = row.get(0);
        (id, row.get(4), (row.get(1), row.get(2), row.get(3), id))
    };
    Ok(rows.iter().map(read).collect())
}

/// How many those are.
pub fn due(conn: &mut Conn<'_>, filter: &Filter) -> Result<i64> {
    let (org, now) = (conn.actor().org, conn.now());
    let Asked { words, is_narrow, within, subtree } = Asked::of(filter);
    let row = conn.row(
        &DUE,
        &[
            &org,
            &filter.since,
            &now,
            &words[0],
            &words[1],
            &words[2],
            &is_narrow,
            &within,
            &subtree,
            &filter.reminded_before,
        ],
    )?;
    Ok(row.map_or(0, |row| row.get(0)))
}

/// Of each unit of main posts: how many have not said where they are since an instant, and of how many.
pub fn counts(conn: &mut Conn<'_>, reach: &Reach, since: Timestamp) -> Result<Vec<(UnitId, i64, i64)>> {
    let (org, now) = (conn.actor().org, conn.now());
    let units = reach.units();
    let (is_narrow, within) = (units.is_some(), List::ids(units.into_iter().flatten()));
    let rows = conn.rows(&COUNTS, &[&org, &since, &now, &is_narrow, &within])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
}

/// Remembers that somebody was reminded now.
pub fn remind(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let (org, now) = (tx.actor().org, tx.now());
    tx.run(&REMIND, &[&person, &org, &now])
}

/// When the actor was reminded since an instant, if they have not said where they are since it, and it is asked of them.
pub fn asked_at(conn: &mut Conn<'_>, since: Timestamp) -> Result<Option<Timestamp>> {
    let (actor, now) = (conn.actor(), conn.now());
    Ok(conn.row(&ASKED_AT, &[&actor.org, &since, &now, &actor.person])?.map(|row| row.get(0)))
}

/// Whether the actor has not said where they are since an instant, and it is asked of them.
pub fn is_missing(conn: &mut Conn<'_>, since: Timestamp) -> Result<bool> {
    let (actor, now) = (conn.actor(), conn.now());
    Ok(conn.row(&IS_MISSING, &[&actor.org, &since, &now, &actor.person])?.is_some())
}

/// What the actor said last of where they are, or was said of them, lapsed or not.
pub fn last(conn: &mut Conn<'_>) -> Result<Option<Whereabouts>> {
    let person = conn.actor().person;
    // Read as of long ago, nothing has lapsed.
    Ok(conn.row(&LAST, &[&person])?.and_then(|row| read(&row, 0, 8, Timestamp::from_micros(0))))
}

/// Whether a place of some organisation has an id.
pub fn is_taken(conn: &mut Conn<'_>, id: PlaceId) -> Result<bool> {
    Ok(conn.row(&PLACE_TAKEN, &[&id])?.is_some())
}

/// The place with an id.
pub fn place(conn: &mut Conn<'_>, id: PlaceId) -> Result<Option<Place>> {
    Ok(places(conn)?.into_iter().find(|place| place.id == id))
}

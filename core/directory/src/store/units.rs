//! Units and titles.

use crate::model::{NewUnit, Title, TitleId, Unit, UnitId, UnitKind};
use crate::policy::Edit;
use crate::store::barriers::shown_to;
use crate::store::day;
use db::{Conn, List, Row, Tx};
use jiff::civil::Date;
use kernel::{May, PersonId, Result};
use std::collections::HashMap;

db::statements! {
    UNIT_PATHS = "SELECT path FROM unit WHERE org_id = $1 AND id {in $2}";
    UNIT_INSERT = "INSERT INTO unit (id, org_id, parent_id, name, short_name, reading, kind, ord, path, extension,
            valid_from, valid_to, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $10, $11, $12)";
    UNIT_UPDATE = "UPDATE unit SET parent_id = $3, name = $4, short_name = $5, reading = $6, kind = $7, ord = $8,
            extension = $9, valid_to = $10, tick = $11
        WHERE id = $1 AND org_id = $2";
    UNIT_PATH = "UPDATE unit SET path = $2 WHERE id = $1 AND path <> $2";
    UNIT_ALL = "SELECT id, parent_id, name, short_name, reading, kind, ord, extension, valid_from, valid_to, path
        FROM unit WHERE org_id = $1 ORDER BY path, ord, id";
    // The units in which some people hold posts, and all above them; UNION drops what is reached twice.
    // `+ 0` for a few people: see `people`.
    UNIT_ABOVE = "WITH RECURSIVE up (id) AS (
            SELECT unit_id FROM post WHERE org_id + 0 = $1 AND person_id {in $2}
            UNION SELECT u.parent_id FROM unit u JOIN up ON u.id = up.id WHERE u.parent_id IS NOT NULL)
        SELECT id, parent_id, name, short_name, reading, kind, ord, extension, valid_from, valid_to, path
        FROM unit WHERE id IN (SELECT id FROM up)";
    UNIT_HEADS = concat!("SELECT o.unit_id, COUNT(DISTINCT o.person_id) FROM post o JOIN person p ON p.id = o.person_id
        WHERE o.org_id = $1 AND (p.active OR p.outside) AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2)
          AND ", shown_to!("$3", "o.person_id"), " GROUP BY o.unit_id");
    // Few people hold posts in several units; only for them can the sum over a subtree be too high.
    UNIT_DOUBLES = concat!("SELECT DISTINCT o.person_id, o.unit_id FROM post o JOIN person p ON p.id = o.person_id
        WHERE o.org_id = $1 AND (p.active OR p.outside) AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2)
          AND ", shown_to!("$3", "o.person_id"), " AND EXISTS (SELECT 1 FROM post n WHERE n.person_id = o.person_id AND n.unit_id <> o.unit_id
            AND n.valid_from <= $2 AND (n.valid_to IS NULL OR n.valid_to >= $2))
        ORDER BY o.person_id");
    TITLE_INSERT = "INSERT INTO title (id, org_id, name, reading, rank, tick) VALUES ($1, $2, $3, $4, $5, $6)";
    TITLE_UPDATE = "UPDATE title SET name = $3, reading = $4, rank = $5, tick = $6 WHERE id = $1 AND org_id = $2";
    TITLE_ALL = "SELECT id, name, reading, rank FROM title WHERE org_id = $1 ORDER BY rank, name";
}

fn kind_text(kind: UnitKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a unit's kind is a word, not {other:?}"),
    }
}

/// Adds a unit; [`repath`] must follow in the same transaction.
pub fn insert_unit(tx: &mut Tx<'_>, id: UnitId, unit: &NewUnit, valid_to: Option<Date>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &UNIT_INSERT,
        &[
            &id,
            &org,
            &unit.parent_id,
            &unit.name,
            &unit.short_name,
            &unit.reading,
            &kind_text(unit.kind),
            &unit.order,
            &unit.extension,
            &unit.valid_from.to_string(),
            &valid_to.map(|day| day.to_string()),
            &tick,
        ],
    )?;
    Ok(())
}

/// Saves a changed unit; [`repath`] must follow in the same transaction.
pub fn update_unit(tx: &mut Tx<'_>, unit: &May<Edit, Unit>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &UNIT_UPDATE,
        &[
            &unit.id,
            &org,
            &unit.parent_id,
            &unit.name,
            &unit.short_name,
            &unit.reading,
            &kind_text(unit.kind),
            &unit.order,
            &unit.extension,
            &unit.valid_to.map(|day| day.to_string()),
            &tick,
        ],
    )?;
    Ok(())
}

fn read_unit(row: &Row) -> Unit {
    let kind: String = row.get(5);
    Unit {
        id: row.get(0),
        parent_id: row.get(1),
        name: row.get(2),
        short_name: row.get(3),
        reading: row.get(4),
        kind: serde_json::from_value(serde_json::Value::String(kind)).expect("the database holds known kinds"),
        order: row.get(6),
        depth: 0,
        head_count: 0,
        extension: row.get(7),
        valid_from: day(&row.get::<String>(8)),
        valid_to: row.get::<Option<String>>(9).as_deref().map(day),
        path: row.get(10),
    }
}

/// All units of the actor's organisation, past and future ones too, parents before children, in official order.
pub fn all_units(conn: &mut Conn<'_>) -> Result<Vec<Unit>> {
    let org = conn.actor().org;
    let mut units: Vec<Unit> = conn.rows(&UNIT_ALL, &[&org])?.iter().map(read_unit).collect();
    for unit in &mut units {
        unit.depth = (unit.path.len() / PATH_STEP) as i64 - 1;
    }
    Ok(units)
}

/// The paths of some units.
pub fn paths(conn: &mut Conn<'_>, ids: &[UnitId]) -> Result<Vec<String>> {
    let org = conn.actor().org;
    let rows = conn.rows(&UNIT_PATHS, &[&org, &List::ids(ids.iter().copied())])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// The units in which some people hold posts, past and future ones too, and all units above them.
pub fn units_above(conn: &mut Conn<'_>, people: &List) -> Result<Vec<Unit>> {
    let org = conn.actor().org;
    Ok(conn.rows(&UNIT_ABOVE, &[&org, people])?.iter().map(read_unit).collect())
}

/// The units valid on a day, with how many people each has, its subtree included; those left out whom barriers hide from somebody.
pub fn units_on(conn: &mut Conn<'_>, on: Date, hidden_from: Option<PersonId>) -> Result<Vec<Unit>> {
    let mut units = all_units(conn)?;
    units.retain(|unit| unit.valid_from <= on && unit.valid_to.is_none_or(|last| last >= on));
    let org = conn.actor().org;
    let heads: HashMap<UnitId, i64> = conn
        .rows(&UNIT_HEADS, &[&org, &on.to_string(), &hidden_from])?
        .iter()
        .map(|row| (row.get(0), row.get(1)))
        .collect();
    // Children follow their parents, so walking backwards adds each subtree up before its parent is reached.
    let places: HashMap<UnitId, usize> = units.iter().enumerate().map(|(place, unit)| (unit.id, place)).collect();
    for place in (0..units.len()).rev() {
        units[place].head_count += heads.get(&units[place].id).copied().unwrap_or(0);
        if let Some(parent) = units[place].parent_id.and_then(|parent| places.get(&parent).copied()) {
            let count = units[place].head_count;
            units[parent].head_count += count;
        }
    }
    let mut counted: HashMap<(PersonId, usize), i64> = HashMap::new();
    for row in conn.rows(&UNIT_DOUBLES, &[&org, &on.to_string(), &hidden_from])? {
        let mut at = places.get(&row.get::<UnitId>(1)).copied();
        while let Some(place) = at {
            *counted.entry((row.get(0), place)).or_default() += 1;
            at = units[place].parent_id.and_then(|parent| places.get(&parent).copied());
        }
    }
    for ((_, place), times) in counted {
        units[place].head_count -= times - 1;
    }
    Ok(units)
}

/// Characters of a path that one level takes.
pub const PATH_STEP: usize = 4;

/// Works the official order of all units out anew: a path of four digits a level, which sorts as the tree is read.
pub fn repath(tx: &mut Tx<'_>) -> Result<()> {
    let mut units = all_units(tx)?;
    units.sort_by_key(|unit| (unit.order, unit.id));
    let mut children: HashMap<Option<UnitId>, Vec<UnitId>> = HashMap::new();
    for unit in &units {
        children.entry(unit.parent_id).or_default().push(unit.id);
    }
    let mut open: Vec<(UnitId, String)> = Vec::new();
    let place_children = |parent: Option<UnitId>, path: &str, open: &mut Vec<(UnitId, String)>| {
        for (place, child) in children.get(&parent).into_iter().flatten().enumerate() {
            open.push((*child, format!("{path}{place:04}")));
        }
    };
    place_children(None, "", &mut open);
    while let Some((unit, path)) = open.pop() {
        tx.run(&UNIT_PATH, &[&unit, &path])?;
        place_children(Some(unit), &path, &mut open);
    }
    Ok(())
}

/// Adds a title.
pub fn insert_title(tx: &mut Tx<'_>, title: &Title) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(&TITLE_INSERT, &[&title.id, &org, &title.name, &title.reading, &title.rank, &tick])
}

/// Saves a changed title; false when the organisation has none with this id.
pub fn update_title(tx: &mut Tx<'_>, title: &Title) -> Result<bool> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let changed = tx.execute(&TITLE_UPDATE, &[&title.id, &org, &title.name, &title.reading, &title.rank, &tick])?;
    Ok(changed == 1)
}

/// All titles, highest first.
pub fn titles(conn: &mut Conn<'_>) -> Result<Vec<Title>> {
    let org = conn.actor().org;
    let rows = conn.rows(&TITLE_ALL, &[&org])?;
    Ok(rows
        .iter()
        .map(|row| Title { id: row.get(0), name: row.get(1), reading: row.get(2), rank: row.get(3) })
        .collect())
}

/// The title with an id.
pub fn title(conn: &mut Conn<'_>, id: TitleId) -> Result<Option<Title>> {
    Ok(titles(conn)?.into_iter().find(|title| title.id == id))
}

//! Units and titles.

use super::barriers::hidden_from;
use super::{all_well, grants, hold, place, reading, required, trimmed};
use crate::events;
use crate::jobs::FollowPosts;
use crate::model::{DirectoryRefusal, NewUnit, Title, TitleId, Unit, UnitChange, UnitId};
use crate::store::units;
use audit::{Record, Subject};
use db::{Conn, Tx};
use jiff::civil::Date;
use kernel::{Error, FieldFault, Function, Jst, Result, Verb};
use serde_json::json;

/// Adds a unit.
pub fn create_unit(tx: &mut Tx<'_>, new: &NewUnit, address: &str) -> Result<Unit> {
    hold(tx)?;
    let mut faults = Vec::new();
    let mut new = new.clone();
    new.name = required(&mut faults, "name", &new.name);
    new.reading = reading(&mut faults, "reading", &new.reading, true);
    new.short_name = new.short_name.as_deref().and_then(trimmed);
    let all = units::all_units(tx)?;
    if new.parent_id.is_some_and(|parent| all.iter().all(|unit| unit.id != parent)) {
        faults.push(FieldFault { field: "parent_id".to_owned(), code: "unknown" });
    }
    all_well(faults)?;
    if !grants::reach(tx, Function::Units, Verb::Change)?.covers(new.parent_id) {
        return Err(DirectoryRefusal::BeyondGrant.into());
    }
    let id: UnitId = tx.id();
    units::insert_unit(tx, id, &new, None)?;
    after_units(
        tx,
        "directory.unit_created",
        Subject::of("unit", id, &new.name),
        json!({ "name": new.name }),
        address,
    )?;
    unit(tx, id)
}

/// Changes a unit's name, place or kind.
pub fn update_unit(tx: &mut Tx<'_>, id: UnitId, change: &UnitChange, address: &str) -> Result<Unit> {
    hold(tx)?;
    let all = units::all_units(tx)?;
    let found = all.iter().find(|unit| unit.id == id).cloned().ok_or_else(Error::not_found)?;
    // Where units stand and of which kind they are decides how far people reach: that is for who administers all.
    let moves = change.parent_id.is_some_and(|parent| found.parent_id != Some(parent))
        || change.kind.is_some_and(|kind| found.kind != kind);
    let mut unit = grants::editable_unit(tx, found)?;
    if moves && !tx.actor().administers() {
        return Err(DirectoryRefusal::BeyondGrant.into());
    }
    let mut faults = Vec::new();
    if let Some(name) = &change.name {
        unit.name = required(&mut faults, "name", name);
    }
    if let Some(text) = &change.reading {
        unit.reading = reading(&mut faults, "reading", text, true);
    }
    if let Some(short) = &change.short_name {
        unit.short_name = trimmed(short);
    }
    if let Some(extension) = &change.extension {
        unit.extension = trimmed(extension);
    }
    unit.kind = change.kind.unwrap_or(unit.kind);
    unit.order = change.order.unwrap_or(unit.order);
    if let Some(parent) = change.parent_id {
        let above = all.iter().find(|other| other.id == parent);
        let Some(above) = above else { return Err(Error::field("parent_id", "unknown")) };
        if above.path.starts_with(&unit.path) {
            return Err(DirectoryRefusal::UnitInsideItself.into());
        }
        unit.parent_id = Some(parent);
    }
    all_well(faults)?;
    units::update_unit(tx, &unit)?;
    after_units(
        tx,
        "directory.unit_changed",
        Subject::of("unit", id, &unit.name),
        json!({ "name": unit.name }),
        address,
    )?;
    self::unit(tx, id)
}

/// Closes a unit after a day. Its past stays.
pub fn close_unit(tx: &mut Tx<'_>, id: UnitId, last: Date, address: &str) -> Result<()> {
    hold(tx)?;
    let today = Jst::date(tx.now());
    let on = units::units_on(tx, today, None)?;
    let found = on.iter().find(|unit| unit.id == id).cloned().ok_or_else(Error::not_found)?;
    let head_count = found.head_count;
    let mut unit = grants::editable_unit(tx, found)?;
    let used = head_count > 0 || on.iter().any(|other| other.parent_id == Some(id) && other.valid_to.is_none());
    if used {
        return Err(DirectoryRefusal::UnitInUse.into());
    }
    if last < unit.valid_from {
        return Err(Error::field("valid_to", "before_begin"));
    }
    unit.valid_to = Some(last);
    units::update_unit(tx, &unit)?;
    let subject = Subject::of("unit", id, &unit.name);
    after_units(tx, "directory.unit_closed", subject, json!({ "valid_to": last.to_string() }), address)
}

fn after_units(
    tx: &mut Tx<'_>,
    act: &'static str,
    subject: Subject,
    detail: serde_json::Value,
    address: &str,
) -> Result<()> {
    units::repath(tx)?;
    place(tx, None)?;
    let event = events::units_changed(&tx.actor());
    tx.emit(event);
    jobs::enqueue(tx, &FollowPosts { people: None }, None)?;
    audit::record(tx, &Record { act, subject, detail, address })
}

pub(super) fn unit(conn: &mut Conn<'_>, id: UnitId) -> Result<Unit> {
    units::all_units(conn)?.into_iter().find(|unit| unit.id == id).ok_or_else(Error::not_found)
}

/// The units of today, in official order.
pub fn units_today(conn: &mut Conn<'_>) -> Result<Vec<Unit>> {
    let today = Jst::date(conn.now());
    let hidden_from = hidden_from(&conn.actor());
    units::units_on(conn, today, hidden_from)
}

/// Adds a title.
pub fn create_title(tx: &mut Tx<'_>, name: &str, kana: &str, rank: i64, address: &str) -> Result<Title> {
    hold(tx)?;
    let id: TitleId = tx.id();
    let title = checked_title(id, name, kana, rank)?;
    if units::titles(tx)?.iter().any(|other| other.name == title.name) {
        return Err(DirectoryRefusal::TitleTaken.into());
    }
    units::insert_title(tx, &title)?;
    let detail = json!({ "name": title.name, "rank": rank });
    audit::record(
        tx,
        &Record { act: "directory.title_created", subject: Subject::of("title", id, &title.name), detail, address },
    )?;
    let event = events::units_changed(&tx.actor());
    tx.emit(event);
    Ok(title)
}

/// Changes a title.
pub fn update_title(tx: &mut Tx<'_>, id: TitleId, name: &str, kana: &str, rank: i64, address: &str) -> Result<Title> {
    hold(tx)?;
    let title = checked_title(id, name, kana, rank)?;
    let known = units::titles(tx)?;
    // The rank decides who belongs to rooms by rule: whoever administers a part moves nobody, themselves above all, by it.
    let moves = known.iter().any(|other| other.id == id && other.rank != rank);
    if moves && !tx.actor().administers() {
        return Err(DirectoryRefusal::BeyondGrant.into());
    }
    if known.iter().any(|other| other.name == title.name && other.id != id) {
        return Err(DirectoryRefusal::TitleTaken.into());
    }
    if !units::update_title(tx, &title)? {
        return Err(Error::not_found());
    }
    place(tx, None)?;
    jobs::enqueue(tx, &FollowPosts { people: None }, None)?;
    let detail = json!({ "name": title.name, "rank": rank });
    audit::record(
        tx,
        &Record { act: "directory.title_changed", subject: Subject::of("title", id, &title.name), detail, address },
    )?;
    let event = events::units_changed(&tx.actor());
    tx.emit(event);
    Ok(title)
}

fn checked_title(id: TitleId, name: &str, kana: &str, rank: i64) -> Result<Title> {
    let mut faults = Vec::new();
    let title = Title {
        id,
        name: required(&mut faults, "name", name),
        reading: reading(&mut faults, "reading", kana, true),
        rank,
    };
    if !(0..crate::model::NO_RANK).contains(&rank) {
        faults.push(FieldFault { field: "rank".to_owned(), code: "out_of_range" });
    }
    all_well(faults)?;
    Ok(title)
}

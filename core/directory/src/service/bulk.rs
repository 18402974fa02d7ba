//! Many changes in one transaction: lists of staff that come from elsewhere. Each is checked by whoever brings it; what
//! follows from all of them is worked out once, by [`settle`].

use super::{grants, hold, insert_stranger, place, subject};
use crate::events;
use crate::jobs::FollowPosts;
use crate::model::{NewLeave, NewPerson, NewPost, NewUnit, Person, Title, Unit, UnitId};
use crate::store::{leaves, people, units};
use audit::{Record, Subject};
use db::Tx;
use jiff::civil::Date;
use kernel::{Error, PersonId, Result};
use serde_json::json;

/// Adds a unit under an id that its bringer chose.
pub fn add_unit(tx: &mut Tx<'_>, id: UnitId, new: &NewUnit) -> Result<()> {
    hold(tx)?;
    units::insert_unit(tx, id, new, None)
}

/// Saves a unit as it is given. [`settle`] works out the order anew.
pub fn save_unit(tx: &mut Tx<'_>, unit: Unit) -> Result<()> {
    hold(tx)?;
    let unit = grants::editable_unit(tx, unit)?;
    units::update_unit(tx, &unit)
}

/// Adds a title.
pub fn add_title(tx: &mut Tx<'_>, title: &Title) -> Result<()> {
    hold(tx)?;
    units::insert_title(tx, title)
}

/// Adds a person, whose staff number nobody has and who may have left already.
///
/// Errors: `already_exists` when somebody has the number after all.
pub fn add_person(tx: &mut Tx<'_>, new: &NewPerson, left_on: Option<Date>) -> Result<PersonId> {
    hold(tx)?;
    let id = insert_stranger(tx, new, None)?;
    if left_on.is_some() {
        let person = people::get(tx, id)?.ok_or_else(Error::not_found)?;
        save_person(tx, Person { left_on, ..person }, None)?;
    }
    Ok(id)
}

/// Saves a person as they are given, and their posts where some are given.
pub fn save_person(tx: &mut Tx<'_>, person: Person, posts: Option<&[NewPost]>) -> Result<()> {
    hold(tx)?;
    let id = person.brief.id;
    let person = grants::editable(tx, person)?;
    people::update(tx, &person)?;
    match posts {
        Some(posts) => people::set_posts(tx, id, posts),
        None => Ok(()),
    }
}

/// Makes somebody's leaves those that are given, which share no day. Those that begin on the same day are the same leave, changed.
pub fn save_leaves(tx: &mut Tx<'_>, person: PersonId, wanted: &[NewLeave]) -> Result<()> {
    hold(tx)?;
    let found = people::get(tx, person)?.ok_or_else(Error::not_found)?;
    let found = grants::editable(tx, found)?;
    let held = leaves::of(tx, person)?;
    for old in &held {
        match wanted.iter().find(|new| new.valid_from == old.said.valid_from) {
            None => leaves::delete(tx, &found, old.id)?,
            Some(new) if *new != old.said => leaves::replace(tx, &found, old.id, new)?,
            Some(_) => {}
        }
    }
    for new in wanted.iter().filter(|new| held.iter().all(|old| old.said.valid_from != new.valid_from)) {
        let id = tx.id();
        leaves::insert(tx, &found, id, new)?;
    }
    // Whoever begins or ends to be on leave is told when it is worked out where everybody stands.
    if leaves::access(tx, person)?.is_some() {
        tx.emit(events::leave_changed(person));
    }
    Ok(())
}

/// Works out the official order of units anew and tells that they changed.
pub fn settle_units(tx: &mut Tx<'_>) -> Result<()> {
    hold(tx)?;
    units::repath(tx)?;
    let event = events::units_changed(&tx.actor());
    tx.emit(event);
    Ok(())
}

/// What a number of changes came to.
pub struct Settlement<'s> {
    /// Whose record or posts changed.
    pub people: &'s [PersonId],
    /// Units or titles came too.
    pub units: bool,
    /// For the record: `crate.past_tense`.
    pub act: &'static str,
    /// For the record: more about it.
    pub detail: serde_json::Value,
}

/// Works out what follows from changes: official order, where everybody stands, who has to be told, who has to follow.
pub fn settle(tx: &mut Tx<'_>, settlement: &Settlement<'_>) -> Result<()> {
    hold(tx)?;
    if settlement.units {
        settle_units(tx)?;
    }
    place(tx, None)?;
    for brief in people::told(tx, settlement.people)? {
        tx.emit(events::person_changed(&brief));
    }
    jobs::enqueue(tx, &FollowPosts { people: None }, None)?;
    let detail = settlement.detail.clone();
    audit::record(tx, &Record { act: settlement.act, subject: Subject::default(), detail, address: "" })
}

/// Works out what follows from people who were added in one step of many: where they stand, who has to follow. Each is in the record, as
/// if somebody had taken them in by hand.
pub fn settle_added(tx: &mut Tx<'_>, added: &[PersonId], address: &str) -> Result<()> {
    hold(tx)?;
    if added.is_empty() {
        return Ok(());
    }
    let changed = place(tx, Some(added))?;
    jobs::enqueue(tx, &FollowPosts { people: Some(changed) }, None)?;
    for person in people::of_ids(tx, added)? {
        let detail = json!({ "staff_number": person.staff_number });
        let subject = subject(tx, person.brief.id)?;
        audit::record(tx, &Record { act: "directory.person_created", subject, detail, address })?;
    }
    Ok(())
}

//! フロア図: the floors of the places, their points, and who said that they are at them.

use super::{all_well, barriers, hold, required};
use crate::events;
use crate::model::{
    DirectoryRefusal, Floor, FloorId, FloorPicture, NewFloor, PersonBrief, PlaceId, Point, PointId, WHOLE,
};
use crate::store::floors::{self as store, Key};
use crate::store::{people as people_store, whereabouts};
use audit::{Record, Subject};
use db::{Conn, Tx};
use kernel::{Error, FieldFault, Jst, PersonId, Result};
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// The longest name of a floor or label of a point, in characters.
const LONGEST_LABEL: usize = 40;
/// Floors of an organisation at most: the list has them all.
const MOST_FLOORS: usize = 200;
/// Points of a floor at most: more cannot be told apart on a picture, and a change tells of all of them.
const MOST_POINTS: usize = 200;

/// The floors in the order of their places, without points; or the one on which a point is, with them.
pub fn all(conn: &mut Conn<'_>, point: Option<PointId>) -> Result<Vec<Floor>> {
    match point {
        Some(point) => Ok(store::of_point(conn, point)?.into_iter().collect()),
        None => store::all(conn),
    }
}

/// A floor with its points.
pub fn one(conn: &mut Conn<'_>, id: FloorId) -> Result<Floor> {
    store::one(conn, id)?.ok_or_else(Error::not_found)
}

/// The place of a point, and what who is there is shown to have said.
pub(super) fn at(conn: &mut Conn<'_>, id: PointId) -> Result<Option<(PlaceId, String)>> {
    let Some(floor) = store::of_point(conn, id)? else { return Ok(None) };
    Ok(floor.points.iter().find(|point| point.id == id).map(|point| (floor.place_id, floor.words(point))))
}

/// Who said that they are at a point of a floor, from a key on in 五十音 order. Those of whom the actor may not know whether they are
/// there are passed over, their keys too: a page that ended at one of them would tell that they are there.
pub fn people(conn: &mut Conn<'_>, id: FloorId, after: Option<&Key>, limit: usize) -> Result<Vec<(PersonBrief, Key)>> {
    let floor = one(conn, id)?;
    let points: Vec<PointId> = floor.points.iter().map(|point| point.id).collect();
    let begin = Jst::start_of(Jst::date(conn.now()));
    let hidden_from = barriers::hidden_from(&conn.actor());
    let mut after: Key = after.cloned().unwrap_or_else(|| (Vec::new(), PersonId::from_raw(-1)));
    let mut all = Vec::new();
    loop {
        let found = store::people(conn, &points, begin, hidden_from, &after, limit + 1)?;
        let ids: Vec<PersonId> = found.iter().map(|(id, _)| *id).collect();
        // These come without whereabouts where the actor may not see whether they are there.
        let briefs = people_store::briefs(conn, &ids)?;
        let mut seen: HashMap<PersonId, PersonBrief> =
            briefs.into_iter().filter(|brief| brief.whereabouts.is_some()).map(|brief| (brief.id, brief)).collect();
        let last = found.last().map(|(_, key)| key.clone()).filter(|_| found.len() > limit);
        all.extend(found.into_iter().filter_map(|(id, key)| seen.remove(&id).map(|brief| (brief, key))));
        match last {
            Some(key) if all.len() <= limit => after = key,
            _ => break,
        }
    }
    all.truncate(limit + 1);
    Ok(all)
}

fn short(faults: &mut Vec<FieldFault>, field: &str, text: &str) -> String {
    let text = required(faults, field, text);
    if text::graphemes(&text) > LONGEST_LABEL && faults.iter().all(|fault| fault.field != field) {
        faults.push(FieldFault { field: field.to_owned(), code: "too_long" });
    }
    text
}

fn checked(conn: &mut Conn<'_>, id: FloorId, new: &NewFloor) -> Result<Floor> {
    let mut faults = Vec::new();
    let name = short(&mut faults, "name", &new.name);
    let place = whereabouts::place(conn, new.place_id)?;
    if place.is_none() {
        faults.push(FieldFault { field: "place_id".to_owned(), code: "unknown" });
    }
    let others = store::all(conn)?;
    if others.len() >= MOST_FLOORS && others.iter().all(|other| other.id != id) {
        faults.push(FieldFault { field: "name".to_owned(), code: "too_many" });
    }
    if new.points.len() > MOST_POINTS {
        faults.push(FieldFault { field: "points".to_owned(), code: "too_many" });
    }
    let mut points = Vec::new();
    for (at, point) in new.points.iter().take(MOST_POINTS).enumerate() {
        let label = short(&mut faults, &format!("points[{at}].label"), &point.label);
        for (axis, value) in [("x", point.x), ("y", point.y)] {
            if !(0..=WHOLE).contains(&value) {
                faults.push(FieldFault { field: format!("points[{at}].{axis}"), code: "out_of_range" });
            }
        }
        points.push(Point { id: point.id, label, x: point.x, y: point.y });
    }
    all_well(faults)?;
    let ids: HashSet<PointId> = points.iter().map(|point| point.id).collect();
    let floor = Floor {
        id,
        place_id: new.place_id,
        place: place.map(|place| place.name).unwrap_or_default(),
        name,
        order: new.order,
        picture: None,
        points,
        tick: 0,
    };
    if ids.len() < floor.points.len() || store::are_elsewhere(conn, &floor)? {
        return Err(DirectoryRefusal::IdTaken.into());
    }
    Ok(floor)
}

const REMOVED: &str = "directory.floor_removed";

fn told(tx: &mut Tx<'_>, act: &'static str, floor: &Floor, address: &str) -> Result<()> {
    let event = events::floors_changed(&tx.actor(), floor, act == REMOVED);
    tx.emit(event);
    let detail = json!({ "name": floor.name, "place": floor.place, "points": floor.points.len() });
    audit::record(tx, &Record { act, subject: Subject::of("floor", floor.id, &floor.name), detail, address })
}

/// After a floor changed or went: who is at a point of it is there in the words of now, and where the point is gone, in those of before. They
/// are told of anew.
fn settle(tx: &mut Tx<'_>, before: &Floor, after: Option<&Floor>) -> Result<()> {
    let (mut reworded, mut gone) = (Vec::new(), Vec::new());
    for point in &before.points {
        let now = after.and_then(|floor| {
            let same = floor.points.iter().find(|other| other.id == point.id)?;
            Some((floor.place_id, floor.words(same)))
        });
        match now {
            None => gone.push(point.id),
            Some((place, words)) if place != before.place_id || words != before.words(point) => {
                store::reword(tx, point.id, place, &words)?;
                reworded.push(point.id);
            }
            Some(_) => {}
        }
    }
    let touched: Vec<PointId> = reworded.iter().chain(&gone).copied().collect();
    if touched.is_empty() {
        return Ok(());
    }
    let people = store::there(tx, &touched)?;
    if !gone.is_empty() {
        let place = whereabouts::place(tx, before.place_id)?;
        store::delete_points(tx, &gone, place.and_then(|place| place.extension).as_deref())?;
    }
    for brief in people_store::told(tx, &people)? {
        tx.emit(events::person_changed(&brief));
    }
    Ok(())
}

/// Adds a floor to a place.
///
/// Errors: `id_taken`, faults of fields.
pub fn create(tx: &mut Tx<'_>, new: &NewFloor, address: &str) -> Result<Floor> {
    hold(tx)?;
    let id = new.id.unwrap_or_else(|| tx.id());
    // Sent twice it is there once.
    if let Some(there) = store::one(tx, id)? {
        return Ok(there);
    }
    let floor = Floor { tick: tx.tick()?, ..checked(tx, id, new)? };
    if store::is_taken(tx, id)? {
        return Err(DirectoryRefusal::IdTaken.into());
    }
    store::insert(tx, &floor)?;
    told(tx, "directory.floor_created", &floor, address)?;
    Ok(floor)
}

/// Changes a floor and its points. Who is at one of them is there in its new words. `seen` is the tick of the copy that the editor had in hand.
///
/// Errors: `stale`, `id_taken`, faults of fields.
pub fn replace(tx: &mut Tx<'_>, id: FloorId, new: &NewFloor, seen: Option<i64>, address: &str) -> Result<Floor> {
    hold(tx)?;
    let found = one(tx, id)?;
    if seen.is_some_and(|seen| seen != found.tick) {
        return Err(Error::stale());
    }
    let floor = Floor { tick: tx.tick()?, picture: found.picture.clone(), ..checked(tx, id, new)? };
    store::update(tx, &floor)?;
    settle(tx, &found, Some(&floor))?;
    told(tx, "directory.floor_changed", &floor, address)?;
    Ok(floor)
}

/// Gives a floor another picture. Its points stay where they are.
pub fn set_picture(
    tx: &mut Tx<'_>,
    id: FloorId,
    picture: &FloorPicture,
    seen: Option<i64>,
    address: &str,
) -> Result<Floor> {
    hold(tx)?;
    let found = one(tx, id)?;
    // The answer has a new tick: who had not seen the newest points would wipe them with it.
    if seen.is_some_and(|seen| seen != found.tick) {
        return Err(Error::stale());
    }
    let floor = Floor { tick: tx.tick()?, picture: Some(picture.clone()), ..found };
    store::update(tx, &floor)?;
    told(tx, "directory.floor_pictured", &floor, address)?;
    Ok(floor)
}

fn take_away(tx: &mut Tx<'_>, floor: &Floor, address: &str) -> Result<()> {
    settle(tx, floor, None)?;
    store::delete(tx, floor.id)?;
    told(tx, REMOVED, floor, address)
}

/// Takes a floor away. Who said that they are there keeps that as words.
pub fn remove(tx: &mut Tx<'_>, id: FloorId, address: &str) -> Result<()> {
    hold(tx)?;
    let floor = one(tx, id)?;
    take_away(tx, &floor, address)
}

/// A place is called otherwise: so are its floors, and who is there. `before` are the floors as they were.
pub(super) fn follow_place(tx: &mut Tx<'_>, before: &[Floor]) -> Result<()> {
    for floor in before {
        let Some(now) = store::one(tx, floor.id)? else { continue };
        if now.place != floor.place {
            settle(tx, floor, Some(&now))?;
            let event = events::floors_changed(&tx.actor(), &now, false);
            tx.emit(event);
        }
    }
    Ok(())
}

/// A place goes off the list, and its floors with it.
pub(super) fn leave_place(tx: &mut Tx<'_>, place: PlaceId, address: &str) -> Result<()> {
    for floor in store::of_place(tx, place)? {
        take_away(tx, &floor, address)?;
    }
    Ok(())
}

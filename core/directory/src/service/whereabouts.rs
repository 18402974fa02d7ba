//! 居場所: said by oneself or by a colleague of the section; the places; who has not said it today, and reminding them.

use super::{all_well, barriers, daily, floors, grants, hold, reading, required, subject, tell, trimmed, units, words};
use crate::events;
use crate::model::{
    DirectoryRefusal, Missing, MissingOfUnit, NewPlace, NewWhereabouts, Person, Place, PlaceId, PointId, PostKind,
    UnitId, WhereaboutsRule, section,
};
use crate::policy;
use crate::store::whereabouts::{self as store, Filter, Key};
use crate::store::{floors as floor_store, people, units as unit_store};
use audit::{Record, Subject};
use db::{Conn, Tx};
use kernel::{Error, FieldFault, Function, Jst, PersonId, Result, Timestamp, Verb};
use serde_json::json;
use std::collections::HashMap;
use std::time::Duration;

/// The longest place, in characters.
const LONGEST_PLACE: usize = 100;
/// The longest that is put back: the words of a point are those of place, floor and point.
const LONGEST_WORDS: usize = 200;
/// The longest extension, in characters.
const LONGEST_EXTENSION: usize = 30;
/// Places of an organisation at most: everybody's list has them all.
const MOST_PLACES: usize = 500;
/// Nobody is reminded again before that.
const BETWEEN_REMINDERS: Duration = Duration::from_secs(3600);

fn short(faults: &mut Vec<FieldFault>, field: &str, text: Option<&str>, longest: usize) -> Option<String> {
    let text = text.and_then(trimmed);
    if text.as_deref().is_some_and(|text| text::graphemes(text) > longest) {
        faults.push(FieldFault { field: field.to_owned(), code: "too_long" });
    }
    text
}

/// Place, point and words.
type Where = (Option<PlaceId>, Option<PointId>, Option<String>);

/// Of what is put back the place or the point may be gone by now, and its name is left.
fn at_where(
    conn: &mut Conn<'_>,
    faults: &mut Vec<FieldFault>,
    said: &NewWhereabouts,
    words: Option<String>,
) -> Result<Where> {
    let undoes = said.undoes.is_some();
    let mut unknown = |field: &str| faults.push(FieldFault { field: field.to_owned(), code: "unknown" });
    if let Some(point) = said.point_id {
        let found = floors::at(conn, point)?;
        return Ok(match (found, words) {
            (Some((place, now)), words)
                if undoes || (words.is_none() && said.place_id.is_none_or(|other| other == place)) =>
            {
                (Some(place), Some(point), Some(now))
            }
            (None, Some(name)) if undoes => (None, None, Some(name)),
            (_, words) => {
                unknown("point_id");
                (None, None, words)
            }
        });
    }
    let is_known = said.place_id.map(|id| store::place(conn, id)).transpose()?.map(|known| known.is_some());
    Ok(match (is_known, words) {
        (Some(true), words) if undoes || words.is_none() => (said.place_id, None, None),
        (Some(false), Some(name)) if undoes => (None, None, Some(name)),
        (None, words) => (None, None, words),
        (Some(_), words) => {
            unknown("place_id");
            (None, None, words)
        }
    })
}

fn checked(conn: &mut Conn<'_>, said: &NewWhereabouts) -> Result<NewWhereabouts> {
    let mut faults = Vec::new();
    let undoes = said.undoes.is_some();
    let longest = if undoes { LONGEST_WORDS } else { LONGEST_PLACE };
    let place = short(&mut faults, "place", said.place.as_deref(), longest);
    let extension = short(&mut faults, "extension", said.extension.as_deref(), LONGEST_EXTENSION);
    let is_past = said.until.is_some_and(|until| until <= conn.now());
    let (place_id, point_id, place) = at_where(conn, &mut faults, said, place)?;
    if is_past && !undoes {
        faults.push(FieldFault { field: "until".to_owned(), code: "past" });
    }
    all_well(faults)?;
    // What has lapsed since it was said is not put back.
    if is_past {
        return Ok(NewWhereabouts::default());
    }
    let said = NewWhereabouts { place_id, point_id, place, extension, ..said.clone() };
    Ok(if said.is_nothing() { NewWhereabouts::default() } else { said })
}

/// Whether somebody holds a post today in the section of the actor's main one.
fn is_of_section(conn: &mut Conn<'_>, person: &Person) -> Result<bool> {
    let (actor, today) = (conn.actor(), Jst::date(conn.now()));
    let own = people::posts_of(conn, &[actor.person])?.remove(&actor.person).unwrap_or_default();
    let main = own.iter().find(|post| post.kind == PostKind::Main && post.holds_on(today));
    let Some(main) = main else { return Ok(false) };
    let units = unit_store::all_units(conn)?;
    let Some(section) = section(&units, main.unit_id) else { return Ok(false) };
    let within = |unit: UnitId| units.iter().any(|other| other.id == unit && other.path.starts_with(&section.path));
    Ok(person.posts.iter().any(|post| post.holds_on(today) && within(post.unit_id)))
}

/// Says where somebody is: oneself, or a colleague of the section.
///
/// Errors: `not_found` for whom the actor may not find and for whoever is not of the staff, `directory.not_of_section`, `stale` where what is taken
/// back is not what was said last, faults of fields.
pub fn set(tx: &mut Tx<'_>, id: PersonId, said: &NewWhereabouts) -> Result<Person> {
    hold(tx)?;
    let actor = tx.actor();
    let found = people::get(tx, id)?.ok_or_else(Error::not_found)?;
    let contact = barriers::towards(tx, &[id])?.contact(id);
    if !(found.brief.is_staff() && found.brief.active) || (id != actor.person && !contact.find) {
        return Err(Error::not_found());
    }
    // Whoever uses a shared account says of themselves what they say of themselves there.
    let by = actor.operator.unwrap_or(actor.person);
    let is_near = contact.see && (by == id || is_of_section(tx, &found)?);
    let person = policy::may_say_where(&actor, is_near, found)?;
    if said.undoes.is_some() && store::since(tx, id)? != said.undoes {
        return Err(Error::stale());
    }
    let said = checked(tx, said)?;
    store::put(tx, &person, &said, Some(by).filter(|by| *by != id))?;
    tell(tx, id)
}

/// The places, in their order.
pub fn places(conn: &mut Conn<'_>) -> Result<Vec<Place>> {
    store::places(conn)
}

fn checked_place(conn: &mut Conn<'_>, id: PlaceId, new: &NewPlace) -> Result<Place> {
    let mut faults = Vec::new();
    let place = Place {
        id,
        name: required(&mut faults, "name", &new.name),
        reading: reading(&mut faults, "reading", &new.reading, true),
        extension: short(&mut faults, "extension", new.extension.as_deref(), LONGEST_EXTENSION),
        order: new.order,
        tick: 0,
    };
    let others = store::places(conn)?;
    if others.len() >= MOST_PLACES && others.iter().all(|other| other.id != id) {
        faults.push(FieldFault { field: "name".to_owned(), code: "too_many" });
    }
    all_well(faults)?;
    let folded = text::fold(&place.name);
    if others.iter().any(|other| other.id != id && text::fold(&other.name) == folded) {
        return Err(DirectoryRefusal::PlaceTaken.into());
    }
    Ok(place)
}

const REMOVED: &str = "directory.place_removed";

fn place_told(tx: &mut Tx<'_>, act: &'static str, place: &Place, address: &str) -> Result<()> {
    let event = events::places_changed(&tx.actor(), place, act == REMOVED);
    tx.emit(event);
    let detail = json!({ "name": place.name, "extension": place.extension });
    audit::record(tx, &Record { act, subject: Subject::of("place", place.id, &place.name), detail, address })
}

/// Adds a place.
///
/// Errors: `directory.place_taken`, `id_taken`, faults of fields.
pub fn create_place(tx: &mut Tx<'_>, new: &NewPlace, address: &str) -> Result<Place> {
    hold(tx)?;
    let id = new.id.unwrap_or_else(|| tx.id());
    // Sent twice it is there once.
    if let Some(there) = store::place(tx, id)? {
        return Ok(there);
    }
    let place = Place { tick: tx.tick()?, ..checked_place(tx, id, new)? };
    if store::is_taken(tx, id)? {
        return Err(DirectoryRefusal::IdTaken.into());
    }
    store::insert_place(tx, &place)?;
    place_told(tx, "directory.place_created", &place, address)?;
    Ok(place)
}

/// Changes a place. Who is there is there under its new name. `seen` is the tick of the copy that the editor had in hand.
///
/// Errors: `stale`, `directory.place_taken`, faults of fields.
pub fn replace_place(tx: &mut Tx<'_>, id: PlaceId, new: &NewPlace, seen: Option<i64>, address: &str) -> Result<Place> {
    hold(tx)?;
    let found = store::place(tx, id)?.ok_or_else(Error::not_found)?;
    if seen.is_some_and(|seen| seen != found.tick) {
        return Err(Error::stale());
    }
    let place = Place { tick: tx.tick()?, ..checked_place(tx, id, new)? };
    let floors_before = floor_store::of_place(tx, id)?;
    store::update_place(tx, &place)?;
    place_told(tx, "directory.place_changed", &place, address)?;
    floors::follow_place(tx, &floors_before)?;
    Ok(place)
}

/// Takes a place off the list. Who said that they are there keeps its name, in words.
pub fn remove_place(tx: &mut Tx<'_>, id: PlaceId, address: &str) -> Result<()> {
    hold(tx)?;
    let place = store::place(tx, id)?.ok_or_else(Error::not_found)?;
    floors::leave_place(tx, id, address)?;
    store::delete_place(tx, &place)?;
    place_told(tx, REMOVED, &place, address)
}

/// Whether people are asked to say every day where they are.
pub fn rule(conn: &mut Conn<'_>) -> Result<WhereaboutsRule> {
    store::rule(conn)
}

/// Decides whether, and from when on, people are asked to say every day where they are.
pub fn set_rule(tx: &mut Tx<'_>, rule: WhereaboutsRule, address: &str) -> Result<WhereaboutsRule> {
    hold(tx)?;
    if rule.from_minute.is_some_and(|minute| !(0..24 * 60).contains(&minute)) {
        return Err(Error::field("from_minute", "out_of_range"));
    }
    store::set_rule(tx, rule)?;
    let from = rule.from_minute.map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60));
    daily::plan(tx)?;
    let detail = json!({ "from": from, "at_first_use": rule.at_first_use, "reminds": rule.reminds });
    let subject = Subject::default();
    audit::record(tx, &Record { act: "directory.whereabouts_rule_set", subject, detail, address })?;
    Ok(rule)
}

/// What a list of those who have not said where they are is asked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Words that must be found in names, readings, numbers, units or titles.
    pub words: Option<String>,
    /// A unit, its subtree included.
    pub unit: Option<UnitId>,
}

/// Nothing while nobody is missing: it is not asked for, too early, or a closing day.
fn filter(conn: &mut Conn<'_>, search: &Search, verb: Verb) -> Result<Option<Filter>> {
    let Some(since) = store::rule(conn)?.since(conn.now()) else { return Ok(None) };
    let unit_path = match search.unit {
        Some(id) => Some(units::unit(conn, id)?.path),
        None => None,
    };
    let (words, reach) = (words(search.words.as_deref()), grants::reach(conn, Function::People, verb)?);
    Ok(Some(Filter { words, unit_path, reach, since, reminded_before: None }))
}

fn start() -> Key {
    (String::new(), -1, Vec::new(), PersonId::from_raw(-1))
}

/// A page of those whom the actor looks after and who have not said today where they are, one more than `limit` when there are more.
pub fn missing(conn: &mut Conn<'_>, search: &Search, after: Option<Key>, limit: usize) -> Result<Vec<(Missing, Key)>> {
    let Some(filter) = filter(conn, search, Verb::See)? else { return Ok(Vec::new()) };
    let found = store::missing(conn, &filter, &after.unwrap_or_else(start), limit + 1)?;
    let ids: Vec<PersonId> = found.iter().map(|(id, ..)| *id).collect();
    let mut people: HashMap<PersonId, Person> =
        people::of_ids(conn, &ids)?.into_iter().map(|person| (person.brief.id, person)).collect();
    let line = |(id, reminded_at, key): (PersonId, Option<Timestamp>, Key)| {
        let Person { brief, staff_number, extension, .. } = people.remove(&id)?;
        let reminded_at = reminded_at.filter(|at| *at >= filter.since);
        Some((Missing { person: brief, staff_number, extension, reminded_at }, key))
    };
    Ok(found.into_iter().filter_map(line).collect())
}

/// Of each unit of those whom the actor looks after, in official order: how many have not said where they are, and of how many. Nothing
/// while nobody is missing.
pub fn counts(conn: &mut Conn<'_>) -> Result<Option<Vec<MissingOfUnit>>> {
    let Some(filter) = filter(conn, &Search::default(), Verb::See)? else { return Ok(None) };
    let mut counts: HashMap<UnitId, (i64, i64)> = HashMap::new();
    for (unit, missing, of) in store::counts(conn, &filter.reach, filter.since)? {
        counts.insert(unit, (missing, of));
    }
    let units = unit_store::all_units(conn)?.into_iter().filter_map(|unit| {
        let (missing, of) = counts.remove(&unit.id)?;
        Some(MissingOfUnit { unit_id: unit.id, unit_name: unit.name, missing, of })
    });
    Ok(Some(units.collect()))
}

/// Reminds some of those whom the actor looks after and who have not said where they are, at most `limit`, from a key on, and nobody twice within
/// an hour. How many, and the key from which whoever asks goes on, if there may be more. The first step records the act for all of them.
pub fn remind(
    tx: &mut Tx<'_>,
    search: &Search,
    after: Option<&Key>,
    limit: usize,
    address: &str,
) -> Result<(usize, Option<Key>)> {
    hold(tx)?;
    let Some(filter) = filter(tx, search, Verb::Change)? else { return Ok((0, None)) };
    let now = tx.now();
    let filter = Filter { reminded_before: Some(now.minus(BETWEEN_REMINDERS)), ..filter };
    let due = if after.is_none() { store::due(tx, &filter)? } else { 0 };
    let mut found = store::missing(tx, &filter, after.unwrap_or(&start()), limit)?;
    for (person, ..) in &found {
        store::remind(tx, *person)?;
        tx.emit(events::whereabouts_asked(*person, now));
    }
    if due > 0 {
        let subject = match found[..] {
            [(only, ..)] => subject(tx, only)?,
            _ => Subject::default(),
        };
        let unit = search.unit.map(|unit| unit.to_string());
        let detail = json!({ "people": due, "unit": unit });
        audit::record(tx, &Record { act: "directory.whereabouts_reminded", subject, detail, address })?;
    }
    let (count, last) = (found.len(), found.pop());
    Ok((count, last.filter(|_| count == limit).map(|(.., key)| key)))
}

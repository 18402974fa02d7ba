//! Guests and bots: who acts here without being of the staff, and who of the staff answers for them.

use super::{all_well, grants, hold, insert_stranger, place, reading, required, subject, tell, trimmed, words};
use crate::jobs::FollowPosts;
use crate::model::{
    Bot, DirectoryRefusal, ENDING_SOON, Employment, Guest, GuestKind, LONGEST_STAY, NewBot, NewGuest, NewPerson,
    Person, PersonBrief,
};
use crate::policy::{self, Edit};
use crate::store::outsiders::{self as store, Filter, Key, Outsider};
use crate::store::people;
use audit::Record;
use db::{Conn, Tx};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Error, FieldFault, Function, Jst, May, PersonId, Result, Verb};
use serde_json::json;
use std::collections::HashMap;

/// The longest purpose, in characters.
const LONGEST_PURPOSE: usize = 200;

fn purpose(faults: &mut Vec<FieldFault>, text: &str) -> String {
    let text = text.trim();
    let code = match text::graphemes(text) {
        0 => "missing",
        count if count > LONGEST_PURPOSE => "too_long",
        _ => return text.to_owned(),
    };
    faults.push(FieldFault { field: "purpose".to_owned(), code });
    text.to_owned()
}

/// Somebody of the staff who is here, and whose record the actor may change, answers for them.
fn check_sponsor(
    conn: &mut Conn<'_>,
    faults: &mut Vec<FieldFault>,
    id: PersonId,
    before: Option<PersonId>,
) -> Result<()> {
    // Who answered for them all along may go on to, whatever became of them.
    if before == Some(id) {
        return Ok(());
    }
    let reach = grants::reach(conn, Function::People, Verb::Change)?;
    let today = Jst::date(conn.now());
    let sponsor = people::get(conn, id)?.filter(|person| person.brief.active && person.brief.is_staff());
    if !sponsor.is_some_and(|person| reach.covers(grants::main_unit(&person.posts, today))) {
        faults.push(FieldFault { field: "sponsor_id".to_owned(), code: "unknown" });
    }
    Ok(())
}

/// A guest as they are kept, with what is said of them put in order.
struct Checked {
    affiliation: Option<String>,
    purpose: String,
    known_to: Option<PersonId>,
}

fn checked(conn: &mut Conn<'_>, new: &NewGuest, before: Option<(PersonId, Option<Date>)>) -> Result<Checked> {
    let mut faults = Vec::new();
    let purpose = purpose(&mut faults, &new.purpose);
    let affiliation = match new.kind {
        GuestKind::Resident if new.affiliation.trim().is_empty() => String::new(),
        _ => required(&mut faults, "affiliation", &new.affiliation),
    };
    let today = Jst::date(conn.now());
    let latest = today.saturating_add(LONGEST_STAY.days());
    let stays = before.is_some_and(|(_, last)| last == Some(new.last_day));
    if !stays && !(today..=latest).contains(&new.last_day) {
        faults.push(FieldFault { field: "last_day".to_owned(), code: "out_of_range" });
    }
    check_sponsor(conn, &mut faults, new.sponsor_id, before.map(|(sponsor, _)| sponsor))?;
    all_well(faults)?;
    let known_to = (new.kind == GuestKind::Resident).then_some(new.sponsor_id);
    Ok(Checked { affiliation: trimmed(&affiliation), purpose, known_to })
}

/// Writes a guest down, under a number that nobody has.
///
/// Errors: faults of fields, `directory.staff_number_taken`.
pub fn create_guest(tx: &mut Tx<'_>, new: &NewGuest, number: &str, address: &str) -> Result<Guest> {
    hold(tx)?;
    policy::may_bring(&tx.actor())?;
    let kept = checked(tx, new, None)?;
    let person = NewPerson {
        id: None,
        staff_number: number.to_owned(),
        family_name: new.family_name.clone(),
        given_name: new.given_name.clone(),
        family_reading: new.family_reading.clone(),
        given_reading: new.given_reading.clone(),
        employment: Employment::Guest,
        email: new.email.clone(),
        extension: None,
        mobile: new.mobile.clone(),
        posts: Vec::new(),
    };
    let id = add(tx, &person, Some(new.last_day))?;
    store::insert(tx, &outsider(id, new, &kept))?;
    store::set_affiliation(tx, id, kept.affiliation.as_deref(), kept.known_to)?;
    place(tx, Some(&[id]))?;
    record(tx, "directory.guest_put", id, facts(new), address)?;
    guest(tx, id)
}

fn add(tx: &mut Tx<'_>, new: &NewPerson, last_day: Option<Date>) -> Result<PersonId> {
    if people::by_staff_number(tx, new.staff_number.trim())?.is_some() {
        return Err(DirectoryRefusal::StaffNumberTaken.into());
    }
    insert_stranger(tx, new, last_day)
}

fn outsider(person: PersonId, new: &NewGuest, kept: &Checked) -> Outsider {
    Outsider { person, kind: Some(new.kind), purpose: kept.purpose.clone(), sponsor: new.sponsor_id, tick: 0 }
}

fn facts(new: &NewGuest) -> serde_json::Value {
    json!({
        "kind": new.kind, "affiliation": new.affiliation.trim(), "purpose": new.purpose.trim(), "sponsor": new.sponsor_id,
        "last_day": new.last_day.to_string(),
    })
}

fn record(tx: &mut Tx<'_>, act: &'static str, id: PersonId, detail: serde_json::Value, address: &str) -> Result<()> {
    let subject = subject(tx, id)?;
    audit::record(tx, &Record { act, subject, detail, address })
}

/// A guest, or a bot, whose record the actor may change, and what stands beside it.
fn editable(tx: &mut Tx<'_>, id: PersonId, bots: bool, seen: Option<i64>) -> Result<(May<Edit, Person>, Outsider)> {
    let found = people::get(tx, id)?.ok_or_else(Error::not_found)?;
    let beside = store::get(tx, id)?.filter(|beside| beside.kind.is_none() == bots).ok_or_else(Error::not_found)?;
    let person = grants::editable(tx, found)?;
    if seen.is_some_and(|seen| seen != beside.tick) {
        return Err(Error::stale());
    }
    Ok((person, beside))
}

/// Replaces all that is said of a guest; a later last day lets them stay, or come back. `seen` is the tick of the copy that the editor had in
/// hand.
///
/// Errors: `not_found`, `stale`, and those of [`create_guest`].
pub fn replace_guest(tx: &mut Tx<'_>, id: PersonId, new: &NewGuest, seen: Option<i64>, address: &str) -> Result<Guest> {
    hold(tx)?;
    let (mut person, beside) = editable(tx, id, false, seen)?;
    let kept = checked(tx, new, Some((beside.sponsor, person.left_on)))?;
    let mut faults = Vec::new();
    person.family_name = required(&mut faults, "family_name", &new.family_name);
    person.given_name = new.given_name.trim().to_owned();
    person.family_reading = reading(&mut faults, "family_reading", &new.family_reading, true);
    person.given_reading = reading(&mut faults, "given_reading", &new.given_reading, false);
    all_well(faults)?;
    person.email = new.email.as_deref().and_then(trimmed);
    person.mobile = new.mobile.as_deref().and_then(trimmed);
    person.left_on = Some(new.last_day);
    people::update(tx, &person)?;
    store::replace(tx, &person, &outsider(id, new, &kept))?;
    store::set_affiliation(tx, id, kept.affiliation.as_deref(), kept.known_to)?;
    settle(tx, id)?;
    record(tx, "directory.guest_put", id, facts(new), address)?;
    guest(tx, id)
}

/// What follows when somebody who is not of the staff may stay longer or has to go: their rooms and sessions follow by the job.
fn settle(tx: &mut Tx<'_>, id: PersonId) -> Result<()> {
    place(tx, Some(&[id]))?;
    jobs::enqueue(tx, &FollowPosts { people: Some(vec![id]) }, None)?;
    tell(tx, id).map(|_| ())
}

/// A guest for whom the actor answers, or whose record they keep.
///
/// Errors: `not_found`.
fn answered_for(tx: &mut Tx<'_>, id: PersonId) -> Result<May<Edit, Person>> {
    hold(tx)?;
    let found = people::get(tx, id)?.ok_or_else(Error::not_found)?;
    let beside = store::get(tx, id)?.filter(|beside| beside.kind.is_some()).ok_or_else(Error::not_found)?;
    match policy::may_answer_for(&tx.actor(), beside.sponsor, found) {
        Ok(person) => Ok(person),
        Err(found) => grants::editable(tx, *found),
    }
}

/// The same, to say how they come in.
///
/// Errors: `not_found`.
pub fn held_guest(tx: &mut Tx<'_>, id: PersonId) -> Result<Guest> {
    answered_for(tx, id)?;
    guest(tx, id)
}

/// Ends the stay of a guest at once. Whoever answers for them may do that as well as who keeps their record.
///
/// Errors: `not_found`.
pub fn end_guest(tx: &mut Tx<'_>, id: PersonId, address: &str) -> Result<Guest> {
    let person = answered_for(tx, id)?;
    end(tx, person)?;
    record(tx, "directory.guest_ended", id, json!({}), address)?;
    guest(tx, id)
}

fn end(tx: &mut Tx<'_>, mut person: May<Edit, Person>) -> Result<()> {
    let today = Jst::date(tx.now());
    let yesterday = today.yesterday().unwrap_or(today);
    person.left_on = person.left_on.map_or(Some(yesterday), |last| Some(last.min(yesterday)));
    people::update(tx, &person)?;
    settle(tx, person.brief.id)
}

/// Makes a bot, under a number that nobody has.
///
/// Errors: faults of fields, `directory.staff_number_taken`.
pub fn create_bot(tx: &mut Tx<'_>, new: &NewBot, number: &str, address: &str) -> Result<Bot> {
    hold(tx)?;
    let purpose = checked_bot(tx, new, None)?;
    let person = NewPerson {
        id: None,
        staff_number: number.to_owned(),
        family_name: new.name.clone(),
        given_name: String::new(),
        family_reading: new.reading.clone(),
        given_reading: String::new(),
        employment: Employment::Bot,
        email: None,
        extension: None,
        mobile: None,
        posts: Vec::new(),
    };
    let id = add(tx, &person, None)?;
    store::insert(tx, &Outsider { person: id, kind: None, purpose, sponsor: new.sponsor_id, tick: 0 })?;
    place(tx, Some(&[id]))?;
    record(tx, "directory.bot_put", id, bot_facts(new), address)?;
    bot(tx, id)
}

fn checked_bot(conn: &mut Conn<'_>, new: &NewBot, before: Option<PersonId>) -> Result<String> {
    let mut faults = Vec::new();
    let purpose = purpose(&mut faults, &new.purpose);
    required(&mut faults, "name", &new.name);
    reading(&mut faults, "reading", &new.reading, true);
    check_sponsor(conn, &mut faults, new.sponsor_id, before)?;
    all_well(faults)?;
    Ok(purpose)
}

fn bot_facts(new: &NewBot) -> serde_json::Value {
    json!({ "purpose": new.purpose.trim(), "sponsor": new.sponsor_id })
}

/// Replaces all that is said of a bot. `seen` is the tick of the copy that the editor had in hand.
///
/// Errors: `not_found`, `stale`, and faults of fields.
pub fn replace_bot(tx: &mut Tx<'_>, id: PersonId, new: &NewBot, seen: Option<i64>, address: &str) -> Result<Bot> {
    hold(tx)?;
    let (mut person, beside) = editable(tx, id, true, seen)?;
    let purpose = checked_bot(tx, new, Some(beside.sponsor))?;
    person.family_name = new.name.trim().to_owned();
    person.family_reading = text::normalise_reading(&new.reading);
    people::update(tx, &person)?;
    store::replace(tx, &person, &Outsider { purpose, sponsor: new.sponsor_id, ..beside })?;
    settle(tx, id)?;
    record(tx, "directory.bot_put", id, bot_facts(new), address)?;
    bot(tx, id)
}

/// Stops a bot at once, or lets it go on.
///
/// Errors: `not_found`.
pub fn set_bot_stopped(tx: &mut Tx<'_>, id: PersonId, stopped: bool, address: &str) -> Result<Bot> {
    hold(tx)?;
    let (mut person, _) = editable(tx, id, true, None)?;
    let act = match stopped {
        true => {
            end(tx, person)?;
            "directory.bot_stopped"
        }
        false => {
            person.left_on = None;
            people::update(tx, &person)?;
            settle(tx, id)?;
            "directory.bot_resumed"
        }
    };
    record(tx, act, id, json!({}), address)?;
    bot(tx, id)
}

/// What a list of guests or bots is asked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Words that must be found in names, readings, numbers or where they come from.
    pub words: Option<String>,
    /// Also those who are gone.
    pub past_too: bool,
    /// Only guests whose last day is near.
    pub ending: bool,
}

fn page(
    conn: &mut Conn<'_>,
    bots: bool,
    search: &Search,
    after: Option<Key>,
    limit: usize,
) -> Result<Vec<(Outsider, Key)>> {
    let today = Jst::date(conn.now());
    let filter = Filter {
        bots,
        words: words(search.words.as_deref()),
        past_too: search.past_too && !search.ending,
        until: search.ending.then(|| today.saturating_add(ENDING_SOON.days())),
        today,
        reach: grants::reach(conn, Function::People, Verb::See)?,
    };
    let after = after.unwrap_or_else(|| (Vec::new(), PersonId::from_raw(-1)));
    store::list(conn, &filter, &after, limit + 1)
}

/// A page of the guests for whom the actor answers, or of whom they look after the record, one more than `limit` when there are more.
pub fn guests(conn: &mut Conn<'_>, search: &Search, after: Option<Key>, limit: usize) -> Result<Vec<(Guest, Key)>> {
    let found = page(conn, false, search, after, limit)?;
    let people = everybody_of(conn, found.iter().map(|(beside, _)| beside))?;
    Ok(found.into_iter().filter_map(|(beside, key)| Some((as_guest(&people, &beside)?, key))).collect())
}

/// The same of bots.
pub fn bots(conn: &mut Conn<'_>, search: &Search, after: Option<Key>, limit: usize) -> Result<Vec<(Bot, Key)>> {
    let found = page(conn, true, search, after, limit)?;
    let people = everybody_of(conn, found.iter().map(|(beside, _)| beside))?;
    Ok(found.into_iter().filter_map(|(beside, key)| Some((as_bot(&people, &beside)?, key))).collect())
}

type People = HashMap<PersonId, Person>;

fn everybody_of<'o>(conn: &mut Conn<'_>, besides: impl Iterator<Item = &'o Outsider>) -> Result<People> {
    let ids: Vec<PersonId> = besides.flat_map(|beside| [beside.person, beside.sponsor]).collect();
    Ok(people::of_ids(conn, &ids)?.into_iter().map(|person| (person.brief.id, person)).collect())
}

fn as_guest(people: &People, beside: &Outsider) -> Option<Guest> {
    let (person, sponsor) = (people.get(&beside.person)?, people.get(&beside.sponsor)?);
    let said = NewGuest {
        family_name: person.family_name.clone(),
        given_name: person.given_name.clone(),
        family_reading: person.family_reading.clone(),
        given_reading: person.given_reading.clone(),
        kind: beside.kind?,
        affiliation: person.brief.unit.clone().unwrap_or_default(),
        purpose: beside.purpose.clone(),
        sponsor_id: beside.sponsor,
        last_day: person.left_on?,
        email: person.email.clone(),
        mobile: person.mobile.clone(),
    };
    Some(Guest { person: person.brief.clone(), said, sponsor: sponsor.brief.clone(), tick: beside.tick })
}

fn as_bot(people: &People, beside: &Outsider) -> Option<Bot> {
    let (person, sponsor) = (people.get(&beside.person)?, people.get(&beside.sponsor)?);
    let said = NewBot {
        name: person.family_name.clone(),
        reading: person.family_reading.clone(),
        purpose: beside.purpose.clone(),
        sponsor_id: beside.sponsor,
    };
    Some(Bot { person: person.brief.clone(), said, sponsor: sponsor.brief.clone(), tick: beside.tick })
}

fn guest(conn: &mut Conn<'_>, id: PersonId) -> Result<Guest> {
    let beside = store::get(conn, id)?.ok_or_else(Error::not_found)?;
    let people = everybody_of(conn, std::iter::once(&beside))?;
    as_guest(&people, &beside).ok_or_else(Error::not_found)
}

fn bot(conn: &mut Conn<'_>, id: PersonId) -> Result<Bot> {
    let beside = store::get(conn, id)?.ok_or_else(Error::not_found)?;
    let people = everybody_of(conn, std::iter::once(&beside))?;
    as_bot(&people, &beside).ok_or_else(Error::not_found)
}

/// A bot whose record the actor may change.
///
/// Errors: `not_found`.
pub fn held_bot(tx: &mut Tx<'_>, id: PersonId) -> Result<Bot> {
    hold(tx)?;
    editable(tx, id, true, None)?;
    bot(tx, id)
}

/// Who of the staff answers for somebody of the actor's organisation who is not.
pub fn sponsor_of(conn: &mut Conn<'_>, id: PersonId) -> Result<Option<PersonId>> {
    Ok(store::get(conn, id)?.map(|beside| beside.sponsor))
}

/// Who of the staff answers for the actor, when they are not of the staff.
pub fn own_sponsor(conn: &mut Conn<'_>) -> Result<Option<PersonBrief>> {
    let own = conn.actor().person;
    let Some(beside) = store::get(conn, own)? else { return Ok(None) };
    Ok(people::briefs(conn, &[beside.sponsor])?.pop())
}

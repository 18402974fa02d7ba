//! The directory's use cases.

pub mod barriers;
pub mod bulk;
pub mod daily;
pub mod floors;
pub mod grants;
pub mod leaves;
pub mod listing;
pub mod organisations;
pub mod outsiders;
pub mod participation;
pub mod partners;
pub mod posts;
pub mod rotas;
pub mod terms;
mod units;
pub mod whereabouts;

pub use organisations::{create_organisation, set_handover};
pub use units::{close_unit, create_title, create_unit, units_today, update_title, update_unit};

use crate::events;
use crate::jobs::FollowPosts;
use crate::model::{
    DirectoryRefusal, Employment, NewPerson, NewPost, Person, PersonBrief, PersonChange, PostKind, Reach, Sort,
    TitleId, UnitId, full_name,
};
use crate::policy;
use crate::store::{people, placement, units as unit_store};
use audit::{Record, Subject};
use db::{Conn, Db, Lock, Tx};
use jiff::civil::Date;
use kernel::{Actor, Error, FieldFault, Function, Jst, OrgId, PersonId, Result, Verb};
use serde_json::json;
use std::collections::HashSet;

/// The longest text that a short field takes, in characters.
const SHORT: usize = 100;

/// Locks the actor's organisation, as every change of the directory does first.
fn hold(tx: &mut Tx<'_>) -> Result<OrgId> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    Ok(org)
}

/// The words of a search, folded, as lists are narrowed by them.
fn words(text: Option<&str>) -> Vec<String> {
    let folded = text.map(text::fold).unwrap_or_default();
    folded.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn trimmed(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Checks a required text and gives it without the blanks around it.
fn required(faults: &mut Vec<FieldFault>, field: &str, text: &str) -> String {
    let text = text.trim();
    let code = match text::graphemes(text) {
        0 => "missing",
        count if count > SHORT => "too_long",
        _ => return text.to_owned(),
    };
    faults.push(FieldFault { field: field.to_owned(), code });
    text.to_owned()
}

fn reading(faults: &mut Vec<FieldFault>, field: &str, text: &str, needed: bool) -> String {
    let text = text.trim();
    if text.is_empty() && !needed {
        return String::new();
    }
    let reading = text::normalise_reading(text);
    let code = match () {
        () if reading.is_empty() => "missing",
        () if !text::is_reading(&reading) => "not_kana",
        () if text::graphemes(&reading) > SHORT => "too_long",
        () => return reading,
    };
    faults.push(FieldFault { field: field.to_owned(), code });
    reading
}

fn all_well(faults: Vec<FieldFault>) -> Result<()> {
    if faults.is_empty() { Ok(()) } else { Err(Error::fields(faults)) }
}

/// Posts must lie in known units and titles, end after they begin, and hold one main post on any day that has any.
fn check_posts(conn: &mut Conn<'_>, posts: &[NewPost]) -> Result<()> {
    let (all, titles) = (unit_store::all_units(conn)?, unit_store::titles(conn)?);
    let mut faults = Vec::new();
    for (place, post) in posts.iter().enumerate() {
        let mut fault = |field: &str, code| faults.push(FieldFault { field: format!("posts[{place}].{field}"), code });
        if all.iter().all(|unit| unit.id != post.unit_id) {
            fault("unit_id", "unknown");
        }
        if post.title_id.is_some_and(|title| titles.iter().all(|known| known.id != title)) {
            fault("title_id", "unknown");
        }
        if post.valid_to.is_some_and(|last| last < post.valid_from) {
            fault("valid_to", "before_begin");
        }
    }
    all_well(faults)?;
    let main: Vec<&NewPost> = posts.iter().filter(|post| post.kind == PostKind::Main).collect();
    let overlap = main.iter().enumerate().any(|(place, post)| {
        main[place + 1..].iter().any(|other| {
            post.valid_from <= other.valid_to.unwrap_or(Date::MAX)
                && other.valid_from <= post.valid_to.unwrap_or(Date::MAX)
        })
    });
    if main.is_empty() || overlap { Err(DirectoryRefusal::MainPosts.into()) } else { Ok(()) }
}

/// Works out where people stand today, everybody when no ids are given, on which side of contact barriers, and what of the
/// administration they hold. The ids of those who stand elsewhere than before, or whose leave began or ended.
pub fn place(tx: &mut Tx<'_>, ids: Option<&[PersonId]>) -> Result<Vec<PersonId>> {
    let placement::Moves { changed, leaves } = placement::place(tx, ids)?;
    leaves.into_iter().for_each(|person| tx.emit(events::leave_changed(person)));
    barriers::settle(tx, ids)?;
    grants::settle(tx, ids)?;
    rotas::follow(tx, ids)?;
    Ok(changed)
}

/// Adds a person with their posts.
pub fn create_person(tx: &mut Tx<'_>, new: &NewPerson, address: &str) -> Result<Person> {
    hold(tx)?;
    grants::check_moves(tx, PersonId::from_raw(0), &[], &new.posts)?;
    let id = insert_person(tx, new)?;
    let changed = place(tx, Some(&[id]))?;
    jobs::enqueue(tx, &FollowPosts { people: Some(changed) }, None)?;
    let detail = json!({ "staff_number": new.staff_number });
    let subject = subject(tx, id)?;
    audit::record(tx, &Record { act: "directory.person_created", subject, detail, address })?;
    person(tx, id)
}

/// Adds a person without working out where they stand; for bulk work, which does that once for all at its end.
pub fn insert_person(tx: &mut Tx<'_>, new: &NewPerson) -> Result<PersonId> {
    check_posts(tx, &new.posts)?;
    // Outsiders hold no posts; they come by `outsiders`.
    if new.employment.outsider().is_some() {
        return Err(Error::field("employment", "invalid"));
    }
    insert_person_unchecked(tx, new)
}

/// [`insert_person`] for posts that were made by the program itself.
pub fn insert_person_unchecked(tx: &mut Tx<'_>, new: &NewPerson) -> Result<PersonId> {
    if people::by_staff_number(tx, new.staff_number.trim())?.is_some() {
        return Err(DirectoryRefusal::StaffNumberTaken.into());
    }
    insert_stranger(tx, new, None)
}

/// [`insert_person_unchecked`] for a staff number that nobody has.
fn insert_stranger(tx: &mut Tx<'_>, new: &NewPerson, left_on: Option<Date>) -> Result<PersonId> {
    let mut faults = Vec::new();
    let person = Person {
        brief: PersonBrief {
            id: new.id.unwrap_or_else(|| tx.id()),
            name: String::new(),
            reading: String::new(),
            title: None,
            unit: None,
            photo: None,
            active: true,
            outside: false,
            whereabouts: None,
            status: None,
            shared: new.employment == Employment::Shared,
            on_leave: false,
            off_duty_until: None,
            guest: new.employment == Employment::Guest,
            bot: new.employment == Employment::Bot,
            partner: new.employment == Employment::Partner,
        },
        staff_number: required(&mut faults, "staff_number", &new.staff_number),
        family_name: required(&mut faults, "family_name", &new.family_name),
        given_name: new.given_name.trim().to_owned(),
        family_reading: reading(&mut faults, "family_reading", &new.family_reading, true),
        given_reading: reading(&mut faults, "given_reading", &new.given_reading, false),
        employment: new.employment,
        posts: Vec::new(),
        extension: new.extension.as_deref().and_then(trimmed),
        mobile: new.mobile.as_deref().and_then(trimmed),
        email: new.email.as_deref().and_then(trimmed),
        left_on,
        tick: 0,
    };
    all_well(faults)?;
    people::insert(tx, &person)?;
    people::add_posts(tx, person.brief.id, &new.posts)?;
    Ok(person.brief.id)
}

/// Changes a person's record. `seen` is the tick of the copy that the editor had in hand.
pub fn update_person(
    tx: &mut Tx<'_>,
    id: PersonId,
    change: &PersonChange,
    seen: Option<i64>,
    address: &str,
) -> Result<Person> {
    hold(tx)?;
    let found = people::get(tx, id)?.ok_or_else(Error::not_found)?;
    if seen.is_some_and(|seen| seen != found.tick) {
        return Err(Error::stale());
    }
    let before: Vec<NewPost> = found.posts.iter().map(NewPost::from).collect();
    let mut person = grants::editable(tx, found)?;
    let mut faults = Vec::new();
    if let Some(text) = &change.staff_number {
        person.staff_number = required(&mut faults, "staff_number", text);
    }
    if let Some(text) = &change.family_name {
        person.family_name = required(&mut faults, "family_name", text);
    }
    if let Some(text) = &change.given_name {
        person.given_name = text.trim().to_owned();
    }
    if let Some(text) = &change.family_reading {
        person.family_reading = reading(&mut faults, "family_reading", text, true);
    }
    if let Some(text) = &change.given_reading {
        person.given_reading = reading(&mut faults, "given_reading", text, false);
    }
    if let Some(text) = &change.email {
        person.email = trimmed(text);
    }
    if let Some(text) = &change.extension {
        person.extension = trimmed(text);
    }
    if let Some(text) = &change.mobile {
        person.mobile = trimmed(text);
    }
    if let Some(employment) = change.employment {
        // A shared account, a guest or a bot never becomes one of the staff, nor the other way round.
        if employment != person.employment && !(employment.is_staff() && person.employment.is_staff()) {
            faults.push(FieldFault { field: "employment".to_owned(), code: "invalid" });
        }
        person.employment = employment;
    }
    all_well(faults)?;
    if people::by_staff_number(tx, &person.staff_number)?.is_some_and(|other| other.brief.id != id) {
        return Err(DirectoryRefusal::StaffNumberTaken.into());
    }
    people::update(tx, &person)?;
    if let Some(posts) = &change.posts {
        check_posts(tx, posts)?;
        grants::check_moves(tx, id, &before, posts)?;
        people::set_posts(tx, id, posts)?;
    }
    place(tx, Some(&[id]))?;
    jobs::enqueue(tx, &FollowPosts { people: Some(vec![id]) }, None)?;
    let fields: Vec<&str> = [
        ("names", change.family_name.is_some() || change.given_name.is_some()),
        ("readings", change.family_reading.is_some() || change.given_reading.is_some()),
        ("staff_number", change.staff_number.is_some()),
        ("employment", change.employment.is_some()),
        ("contact", change.email.is_some() || change.extension.is_some() || change.mobile.is_some()),
        ("posts", change.posts.is_some()),
    ]
    .into_iter()
    .filter_map(|(name, changed)| changed.then_some(name))
    .collect();
    let detail = json!({ "changed": fields });
    let subject = subject(tx, id)?;
    audit::record(tx, &Record { act: "directory.person_changed", subject, detail, address })?;
    tell(tx, id)
}

/// Records that somebody leaves after a day.
pub fn leave(tx: &mut Tx<'_>, id: PersonId, last: Date, address: &str) -> Result<Person> {
    hold(tx)?;
    let found = people::get(tx, id)?.ok_or_else(Error::not_found)?;
    let mut person = grants::editable(tx, found)?;
    person.left_on = Some(last);
    people::update(tx, &person)?;
    place(tx, Some(&[id]))?;
    jobs::enqueue(tx, &FollowPosts { people: Some(vec![id]) }, None)?;
    let detail = json!({ "last_day": last.to_string() });
    let subject = subject(tx, id)?;
    audit::record(tx, &Record { act: "directory.person_left", subject, detail, address })?;
    tell(tx, id)
}

/// Takes a last day back: somebody who left, or would leave, stays.
pub fn come_back(tx: &mut Tx<'_>, id: PersonId, address: &str) -> Result<Person> {
    hold(tx)?;
    let found = people::get(tx, id)?.ok_or_else(Error::not_found)?;
    let mut person = grants::editable(tx, found)?;
    person.left_on = None;
    people::update(tx, &person)?;
    place(tx, Some(&[id]))?;
    jobs::enqueue(tx, &FollowPosts { people: Some(vec![id]) }, None)?;
    let subject = subject(tx, id)?;
    audit::record(tx, &Record { act: "directory.person_returned", subject, detail: json!({}), address })?;
    tell(tx, id)
}

/// A person as the record of acts names them.
fn subject(conn: &mut Conn<'_>, id: PersonId) -> Result<Subject> {
    let name = people::briefs(conn, &[id])?.pop().map(|person| person.name);
    Ok(Subject::of("person", id, name.unwrap_or_default()))
}

/// Tells of a changed person and gives them as they are now.
fn tell(tx: &mut Tx<'_>, id: PersonId) -> Result<Person> {
    people::told(tx, &[id])?.iter().for_each(|brief| tx.emit(events::person_changed(brief)));
    person(tx, id)
}

/// What people change of themselves.
#[derive(Debug, Clone)]
pub enum OwnChange {
    /// What they are doing.
    Status(Option<String>),
    /// Extension and mobile number.
    Contact(Option<String>, Option<String>),
    /// The hash of their photo.
    Photo(Option<String>),
}

/// Changes what the actor says of themselves.
pub fn change_own(tx: &mut Tx<'_>, change: &OwnChange) -> Result<Person> {
    hold(tx)?;
    let actor = tx.actor();
    let found = people::get(tx, actor.person)?.ok_or_else(Error::not_found)?;
    let mut person = policy::may_edit_own(&actor, found)?;
    let short = |field: &str, text: &Option<String>| match text.as_deref().and_then(trimmed) {
        Some(text) if text::graphemes(&text) > SHORT => Err(Error::field(field, "too_long")),
        text => Ok(text),
    };
    match change {
        OwnChange::Status(status) => person.brief.status = short("status", status)?,
        OwnChange::Contact(extension, mobile) => {
            person.extension = short("extension", extension)?;
            person.mobile = short("mobile", mobile)?;
        }
        OwnChange::Photo(hash) => person.brief.photo = hash.clone(),
    }
    people::update(tx, &person)?;
    if matches!(change, OwnChange::Status(_)) {
        people::set_status(tx, actor.person, person.brief.status.as_deref())?;
    }
    if matches!(change, OwnChange::Contact(..)) {
        place(tx, Some(&[actor.person]))?;
    }
    tell(tx, actor.person)
}

/// One person whom the actor may find, or whose record they look after. Past posts are for those who do, and for the person.
pub fn person(conn: &mut Conn<'_>, id: PersonId) -> Result<Person> {
    let mut person = people::get(conn, id)?.ok_or_else(Error::not_found)?;
    let (own, today) = (conn.actor().person == id, Jst::date(conn.now()));
    let looks_after = !own && grants::looks_after(conn, &person)?;
    if !looks_after && !barriers::towards(conn, &[id])?.contact(id).find {
        return Err(Error::not_found());
    }
    if !looks_after && !own {
        person.posts.retain(|post| post.valid_to.is_none_or(|last| last >= today));
    }
    if own { Ok(person) } else { people::shown(conn, person) }
}

/// What a list of people is asked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Words that must be found in names, readings, numbers, units or titles.
    pub words: Option<String>,
    /// A unit, its subtree included.
    pub unit: Option<UnitId>,
    /// The title of the main post.
    pub title: Option<TitleId>,
    /// A row of the kana table.
    pub row: Option<String>,
    /// Also those who have left.
    pub left_too: bool,
    /// Also those who do not take part yet.
    pub outside_too: bool,
    /// Only those whose record the actor looks after.
    pub administered: bool,
    /// The order.
    pub sort: Sort,
}

/// A page of people with their posts, one more than `limit` when there are more, and their keys.
pub fn search(
    conn: &mut Conn<'_>,
    search: &Search,
    after: Option<people::Key>,
    limit: usize,
) -> Result<Vec<(Person, people::Key)>> {
    let unit_path = match search.unit {
        Some(id) => Some(units::unit(conn, id)?.path),
        None => None,
    };
    let looked_after = match search.administered || search.left_too {
        true => grants::reach(conn, Function::People, Verb::See)?,
        false => Reach::Units(HashSet::new()),
    };
    let besides = match () {
        () if search.left_too && looked_after == Reach::Everywhere => people::Besides::Left,
        // Whoever looks after records looks after those of people to come.
        () if search.outside_too || search.administered => people::Besides::Outside,
        () => people::Besides::Nobody,
    };
    let filter = people::Filter {
        words: words(search.words.as_deref()),
        unit_path,
        title: search.title,
        row: search.row.clone(),
        besides,
        // Whoever looks after a record finds it.
        hidden_from: barriers::hidden_from(&conn.actor()).filter(|_| !search.administered),
        within: search.administered.then(|| looked_after.units()).flatten(),
    };
    let after = after.unwrap_or_else(people::Key::start);
    let listed = people::list(conn, &filter, search.sort, &after, limit + 1)?;
    let ids: Vec<PersonId> = listed.iter().map(|listed| listed.person.brief.id).collect();
    let mut posts = people::posts_of(conn, &ids)?;
    let today = Jst::date(conn.now());
    Ok(listed
        .into_iter()
        .map(|listed| {
            let key = people::Key::of(&listed);
            let mut person = listed.person;
            person.posts = posts.remove(&person.brief.id).unwrap_or_default();
            person.posts.retain(|post| post.valid_to.is_none_or(|last| last >= today));
            (person, key)
        })
        .collect())
}

/// People placed in one transaction: few enough that whoever writes meanwhile hardly waits.
const STEP: usize = 100;

/// A new day: posts begin and end, people leave, and what depends on it follows. On some days that is a third of a city: it is
/// worked out in one reading and written in steps.
pub fn begin_day(db: &Db, actor: Actor) -> Result<()> {
    let misplaced = db.read_now(actor, placement::misplaced)?;
    for some in misplaced.chunks(STEP) {
        let some = some.to_vec();
        db.write_now(actor, move |tx| {
            hold(tx)?;
            let changed = place(tx, Some(&some))?;
            for brief in people::told(tx, &changed)? {
                tx.emit(events::person_changed(&brief));
            }
            Ok(())
        })?;
    }
    db.write_now(actor, |tx| {
        hold(tx)?;
        // A post that begins beside others may leave where somebody stands as it is, and make a keeper of them, or an administrator.
        // So do grants that begin.
        barriers::settle(tx, None)?;
        grants::settle(tx, None)?;
        rotas::begin_day(tx)?;
        daily::plan(tx)?;
        jobs::enqueue(tx, &FollowPosts { people: None }, None)
    })
}

/// The name of somebody who cannot be found any more.
pub fn name_of(people: &[PersonBrief], id: PersonId) -> String {
    people.iter().find(|person| person.id == id).map(|person| person.name.clone()).unwrap_or_else(|| full_name("?", ""))
}

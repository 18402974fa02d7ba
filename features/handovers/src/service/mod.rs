//! The use cases of handovers. Each takes its lock first, and saves what it changes and tells together.

mod due;
pub mod sources;
mod view;

pub use due::follow;
pub use view::{Search, get, list, own, version};

use crate::events;
use crate::model::{
    Act, Content, Document, Done, Edit, Handover, HandoverId, HandoverRefusal, Leaving, Reason, Side, State,
};
use crate::policy::{self, Around, Change};
use crate::store::{self, Beginning};
use db::{Conn, Lock, Tx};
use directory::model::{TitleId, UnitId};
use directory::service::barriers;
use directory::service::posts::PostNames;
use directory::store::organisations;
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Error, Jst, May, PersonId, Result};
use sources::Sources;

/// For how long a post that ended can still be handed over, at least.
const LEAST_DAYS: i64 = 30;

/// The day before which nobody hands over any more.
fn earliest(conn: &mut Conn<'_>, today: Date) -> Result<Date> {
    let org = conn.actor().org;
    let days = organisations::get(conn, org)?.map_or(LEAST_DAYS, |organisation| organisation.handover_days);
    Ok(today.saturating_sub(days.max(LEAST_DAYS).days()))
}

/// A handover held for changing, with who stands around it and what the actor is to it.
fn held(tx: &mut Tx<'_>, id: HandoverId) -> Result<(Document, Around, Option<Side>)> {
    tx.lock(Lock::Group(id.raw()))?;
    view::known(tx, id)
}

fn check_seen(document: &Document, seen: Option<i64>) -> Result<()> {
    match seen.is_some_and(|seen| seen != document.tick) {
        true => Err(Error::stale()),
        false => Ok(()),
    }
}

/// Begins a handover of a post of the actor's own; the one that is under way when there is one.
///
/// Errors: `unit_id unknown` for a post that they do not hold and did not hold until lately.
pub fn begin(
    tx: &mut Tx<'_>,
    id: Option<HandoverId>,
    (unit, title): (UnitId, Option<TitleId>),
    sources: Sources,
) -> Result<Handover> {
    let person = tx.actor().person;
    tx.lock(Lock::Person(person))?;
    let id = id.unwrap_or_else(|| tx.id());
    if let Some(known) = store::get(tx, id)? {
        // Sent again because the answer was lost.
        return if known.person == person { get(tx, id) } else { Err(HandoverRefusal::IdTaken.into()) };
    }
    let own = view::own_posts(tx)?;
    let post = own.into_iter().find(|post| (post.unit_id, post.title_id) == (unit, title));
    let post = post.ok_or_else(|| Error::field("unit_id", "unknown"))?;
    let leaving = Leaving { person, unit, title };
    if let Some(open) = under_way(tx, &leaving, post.valid_to)? {
        return get(tx, open);
    }
    let mut content = Content::default();
    content.take_in(sources.gather(tx, &leaving)?);
    insert(tx, id, leaving, (Reason::Hand, post.valid_to), content)?;
    get(tx, id)
}

/// The handover of a post that is written or waits to be taken over by who comes after a day, or after one that is not known.
fn under_way(conn: &mut Conn<'_>, leaving: &Leaving, last: Option<Date>) -> Result<Option<HandoverId>> {
    let today = today(conn);
    let open = store::of_person(conn, leaving.person, view::MOST_OWN)?.into_iter().find(|document| {
        matches!(document.state, State::Draft | State::Handed)
            && (document.unit, document.title) == (leaving.unit, leaving.title)
            && document.standing().serves(last, today)
    });
    Ok(open.map(|document| document.id))
}

/// Adds a draft and tells whoever hands over.
fn insert(
    tx: &mut Tx<'_>,
    id: HandoverId,
    leaving: Leaving,
    (reason, last_day): (Reason, Option<Date>),
    content: Content,
) -> Result<()> {
    let names = PostNames::of(tx)?;
    let post = names.name(leaving.unit, leaving.title).ok_or_else(Error::not_found)?;
    let by = Some(tx.actor().person).filter(|person| *person == leaving.person);
    let history = vec![Done { act: Act::Begun, at: tx.now(), by, version: None }];
    store::insert(tx, &Beginning { id, leaving, post, reason, last_day, content, history })?;
    tx.emit(events::changed(leaving.person, id, by.is_none().then_some(Act::Begun)));
    Ok(())
}

/// Changes what whoever hands over says; `seen` is the version that they changed, if the client says so.
///
/// Errors: `stale`, faults of fields, those of [`policy::may_edit`].
pub fn edit(tx: &mut Tx<'_>, id: HandoverId, edit: &Edit, seen: Option<i64>) -> Result<Handover> {
    let (document, _, side) = held(tx, id)?;
    let mut changed = policy::may_edit(document, side)?;
    check_seen(&changed, seen)?;
    let named = changed.content.named.clone();
    changed.content.edit(edit)?;
    if named != changed.content.named {
        check_named(tx, &changed)?;
        store::set_named(tx, &changed)?;
    }
    changed.touched = true;
    store::update(tx, &changed)?;
    tx.emit(events::changed(changed.person, id, None));
    get(tx, id)
}

/// Refuses to name whoever is not of the staff, is gone, cannot be found by the actor, or hands over themselves.
fn check_named(conn: &mut Conn<'_>, document: &Document) -> Result<()> {
    let named = &document.content.named;
    let staff = view::of_staff(conn, named)?;
    let towards = barriers::towards(conn, named)?;
    let is_fine = |id: PersonId| staff.contains(&id) && id != document.person && towards.contact(id).find;
    match named.iter().position(|id| !is_fine(*id)) {
        Some(place) => Err(Error::field(format!("named[{place}]"), "unknown")),
        None => Ok(()),
    }
}

/// Collects anew what is open: what is new is added, what was written stays.
pub fn refresh(tx: &mut Tx<'_>, id: HandoverId, sources: Sources) -> Result<Handover> {
    let (document, _, side) = held(tx, id)?;
    let mut changed = policy::may_edit(document, side)?;
    if take_in(tx, &mut changed, sources)? {
        store::update(tx, &changed)?;
        tx.emit(events::changed(changed.person, id, None));
    }
    get(tx, id)
}

fn take_in(conn: &mut Conn<'_>, changed: &mut May<Change, Document>, sources: Sources) -> Result<bool> {
    let leaving = Leaving { person: changed.person, unit: changed.unit, title: changed.title };
    let found = sources.gather(conn, &leaving)?;
    // After the last day what is not found is out of their sight, and not done.
    let is_over = changed.last_day.is_some_and(|last| last < today(conn));
    Ok(if is_over { changed.content.add(found) } else { changed.content.take_in(found) })
}

/// Notes what the actor did, saves it, and tells all around it.
fn done(tx: &mut Tx<'_>, mut changed: May<Change, Document>, around: &Around, act: Act) -> Result<Handover> {
    let (id, actor) = (changed.id, tx.actor().person);
    let version = (act == Act::HandedIn).then_some(changed.version);
    changed.history.push(Done { act, at: tx.now(), by: Some(actor), version });
    store::update(tx, &changed)?;
    let mut concerned = vec![changed.person];
    concerned.extend(around.successors.iter().chain(&around.head));
    concerned.sort_unstable();
    concerned.dedup();
    for person in concerned {
        tx.emit(events::changed(person, id, (person != actor).then_some(act)));
    }
    get(tx, id)
}

/// Hands a handover in: it is fixed from now on, and seen by those who come after.
///
/// Errors: `stale`, those of [`policy::may_edit`].
pub fn hand_in(tx: &mut Tx<'_>, id: HandoverId, seen: Option<i64>) -> Result<Handover> {
    let (document, around, side) = held(tx, id)?;
    if document.state == State::Handed && side == Some(Side::Predecessor) {
        // Sent again because the answer was lost.
        return get(tx, id);
    }
    let mut changed = policy::may_edit(document, side)?;
    check_seen(&changed, seen)?;
    (changed.state, changed.touched) = (State::Handed, true);
    changed.version += 1;
    store::keep_version(tx, &changed)?;
    done(tx, changed, &around, Act::HandedIn)
}

/// Goes on writing in what was handed in; what it was stays kept as its version.
pub fn take_back(tx: &mut Tx<'_>, id: HandoverId) -> Result<Handover> {
    let (document, around, side) = held(tx, id)?;
    let mut changed = policy::may_take_back(document, side)?;
    changed.state = State::Draft;
    done(tx, changed, &around, Act::TakenBack)
}

/// Takes a handover over. `seen` is the version that the successor has read.
///
/// Errors: `stale`, those of [`policy::may_take_over`].
pub fn take_over(tx: &mut Tx<'_>, id: HandoverId, seen: Option<i64>) -> Result<Handover> {
    let (document, around, side) = held(tx, id)?;
    let person = tx.actor().person;
    if document.last(Act::TakenOver).and_then(|done| done.by) == Some(person) {
        return get(tx, id);
    }
    let gone = view::is_gone(tx, document.person)?;
    let mut changed = policy::may_take_over(document, side, gone)?;
    check_seen(&changed, seen)?;
    changed.state = State::TakenOver;
    done(tx, changed, &around, Act::TakenOver)
}

/// Confirms, as the head of the unit, that a handover was seen.
pub fn confirm(tx: &mut Tx<'_>, id: HandoverId) -> Result<Handover> {
    let (document, around, side) = held(tx, id)?;
    let mut changed = policy::may_confirm(document, side, &around)?;
    changed.state = State::Confirmed;
    done(tx, changed, &around, Act::Confirmed)
}

/// Removes a handover that the actor began by hand and never handed in.
pub fn remove(tx: &mut Tx<'_>, id: HandoverId) -> Result<()> {
    let (document, _, side) = held(tx, id)?;
    let removed = policy::may_remove(document, side)?;
    store::delete(tx, &removed)?;
    tx.emit(events::changed(removed.person, id, None));
    Ok(())
}

fn today(conn: &mut Conn<'_>) -> Date {
    Jst::date(conn.now())
}

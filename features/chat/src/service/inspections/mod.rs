//! 閲覧の申請: an administrator asks to read a room of others, another one decides, and the people of the room are told ([`reading`] is
//! what may be read then). Every act is in the record of acts.

pub mod reading;

use crate::events;
use crate::jobs::CloseInspection;
use crate::model::{
    ChatRefusal, InspectedRoom, Inspection, InspectionId, InspectionPhase, InspectionPreview, InspectionState, Notice,
    NoticeCode, RoomId, RoomKind, checked_bounds, checked_purpose, checked_reason,
};
use crate::policy;
use crate::service::talk::notice_in;
use crate::store;
use crate::store::inspections::InspectionRow;
use crate::store::members::MemberKey;
use crate::store::rooms::RoomRow;
use audit::{Record, Subject};
use db::{Conn, Db, Lock, Tx};
use directory::model::PersonBrief;
use directory::store::people;
use jiff::civil::Date;
use kernel::{Actor, Error, PersonId, Result, Timestamp};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::time::Duration;

/// Members shown before somebody decides.
const PREVIEWED: usize = 20;

/// Which room somebody asks for.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// The one with an id.
    Room(RoomId),
    /// The direct room of exactly these people.
    Direct(Vec<PersonId>),
}

/// What is needed for a request.
#[derive(Debug, Clone)]
pub struct NewInspection {
    /// The id that the client proposes; the same id again is the same request.
    pub id: InspectionId,
    /// The room.
    pub wanted: Wanted,
    /// Why.
    pub purpose: String,
    /// For how many hours from the decision on.
    pub hours: i64,
    /// Only messages from this day on.
    pub from_day: Option<Date>,
    /// Only messages until this day.
    pub until_day: Option<Date>,
}

/// Asks to read a room. Gives the request, and whether it is new; nothing when the people named have no direct room, which is recorded as
/// well: whoever tries who talks with whom leaves a trace.
///
/// Errors: `not_found` for a room that does not exist, `chat.readable_anyway`, `chat.inspection_asked`, `id_taken`, and of the fields.
pub fn ask(tx: &mut Tx<'_>, new: &NewInspection, address: &str) -> Result<Option<(Inspection, bool)>> {
    let actor = tx.actor();
    let purpose = checked_purpose(&new.purpose)?;
    checked_bounds(new.hours, new.from_day, new.until_day)?;
    let wanted = match &new.wanted {
        Wanted::Room(room) => Some(*room),
        Wanted::Direct(people) => direct(tx, people)?,
    };
    let Some(wanted) = wanted else {
        tx.lock(Lock::Person(actor.person))?;
        let detail = json!({ "people": names(tx, &new.wanted)?, "purpose": purpose });
        audit::record(tx, &Record { act: "chat.inspection_missed", subject: Subject::default(), detail, address })?;
        return Ok(None);
    };
    tx.lock(Lock::Group(wanted.raw()))?;
    if let Some(known) = store::inspections::get(tx, new.id)? {
        if known.asked_by != actor.person || known.room != wanted {
            return Err(ChatRefusal::IdTaken.into());
        }
        return Ok(Some((one(tx, known)?, false)));
    }
    if store::inspections::exists(tx, new.id)? {
        return Err(ChatRefusal::IdTaken.into());
    }
    let (room, mine) = store::rooms::get(tx, wanted)?.ok_or_else(Error::not_found)?;
    let asked = InspectionRow::asked(new.id, wanted, actor.person, tx.now(), purpose, new.hours);
    let asked = InspectionRow { from_day: new.from_day, until_day: new.until_day, ..asked };
    let is_asked = store::inspections::is_asked(tx, wanted)?;
    let asked = policy::may_ask(&actor, room, mine.as_ref(), is_asked, asked)?;
    store::inspections::insert(tx, &asked)?;
    let asked = asked.into_inner();
    let detail = json!({
        "room": wanted, "purpose": asked.purpose, "hours": asked.hours, "from_day": asked.from_day, "until_day": asked.until_day,
    });
    record(tx, "chat.inspection_asked", &asked, detail, address)?;
    jobs::enqueue(tx, &CloseInspection { id: asked.id }, Some(asked.due_at))?;
    tell(tx)?;
    Ok(Some((one(tx, asked)?, true)))
}

/// The direct room of exactly some people.
fn direct(conn: &mut Conn<'_>, people: &[PersonId]) -> Result<Option<RoomId>> {
    if people.is_empty() {
        return Err(Error::field("people", "missing"));
    }
    let mut people = people.to_vec();
    people.sort();
    people.dedup();
    let key = people.iter().map(PersonId::to_string).collect::<Vec<_>>().join(",");
    Ok(store::rooms::direct(conn, &key)?.map(|room| room.id))
}

fn names(conn: &mut Conn<'_>, wanted: &Wanted) -> Result<Vec<String>> {
    let Wanted::Direct(ids) = wanted else { return Ok(Vec::new()) };
    Ok(people::briefs(conn, ids)?.into_iter().map(|person| person.name).collect())
}

/// An inspection with its room locked, for somebody who administers at this very moment.
fn held(tx: &mut Tx<'_>, id: InspectionId) -> Result<InspectionRow> {
    // The room of an inspection never changes, so it may be asked before the lock; all else is read under it.
    let at = store::inspections::get(tx, id)?.ok_or_else(Error::not_found)?;
    tx.lock(Lock::Group(at.room.raw()))?;
    let person = tx.actor().person;
    if !identity::store::administrators(tx)?.contains(&person) {
        return Err(Error::not_found());
    }
    store::inspections::get(tx, id)?.ok_or_else(Error::not_found)
}

/// Opens the room to who asked, from now on for the hours asked for, and says so in the room. A second time changes nothing.
///
/// Errors: `chat.own_inspection`, `chat.inspection_decided`, and of the reason.
pub fn grant(tx: &mut Tx<'_>, id: InspectionId, reason: &str, address: &str) -> Result<Inspection> {
    let (row, actor) = (held(tx, id)?, tx.actor());
    let reason = checked_reason(reason)?;
    if row.state == InspectionState::Granted && row.decided_by == Some(actor.person) {
        return one(tx, row);
    }
    let mut row = policy::may_decide(&actor, row)?;
    let now = tx.now();
    let due_at = now.plus(Duration::from_secs(row.hours.unsigned_abs() * 3_600));
    row.state = InspectionState::Granted;
    (row.decided_by, row.decided_at, row.reason, row.due_at) = (Some(actor.person), Some(now), Some(reason), due_at);
    store::inspections::decide(tx, &row)?;
    let row = row.into_inner();
    let room = room_of(tx, &row)?;
    let told = Notice {
        text: Some(row.purpose.clone()),
        until: Some(due_at),
        ..Notice::of(NoticeCode::Inspected, vec![row.asked_by, actor.person])
    };
    notice_in(tx, &room, told)?;
    record(tx, "chat.inspection_granted", &row, json!({ "reason": row.reason, "until": due_at }), address)?;
    jobs::enqueue(tx, &CloseInspection { id }, Some(due_at))?;
    tell(tx)?;
    one(tx, row)
}

/// Refuses a request. A second time changes nothing.
///
/// Errors: `chat.own_inspection`, `chat.inspection_decided`, and of the reason.
pub fn refuse(tx: &mut Tx<'_>, id: InspectionId, reason: &str, address: &str) -> Result<Inspection> {
    let (row, actor) = (held(tx, id)?, tx.actor());
    let reason = checked_reason(reason)?;
    if row.state == InspectionState::Refused && row.decided_by == Some(actor.person) {
        return one(tx, row);
    }
    let mut row = policy::may_decide(&actor, row)?;
    row.state = InspectionState::Refused;
    (row.decided_by, row.decided_at, row.reason) = (Some(actor.person), Some(tx.now()), Some(reason));
    store::inspections::decide(tx, &row)?;
    let row = row.into_inner();
    record(tx, "chat.inspection_refused", &row, json!({ "reason": row.reason }), address)?;
    tell(tx)?;
    one(tx, row)
}

/// Takes one's own request back. A second time changes nothing.
///
/// Errors: `chat.not_the_inspector`, `chat.inspection_decided`.
pub fn take_back(tx: &mut Tx<'_>, id: InspectionId, address: &str) -> Result<Inspection> {
    let (row, actor) = (held(tx, id)?, tx.actor());
    if row.state == InspectionState::Withdrawn && row.asked_by == actor.person {
        return one(tx, row);
    }
    let mut row = policy::may_take_back(&actor, row)?;
    row.state = InspectionState::Withdrawn;
    (row.ended_by, row.ended_at) = (Some(actor.person), Some(tx.now()));
    store::inspections::end(tx, &row)?;
    let row = row.into_inner();
    record(tx, "chat.inspection_withdrawn", &row, json!({}), address)?;
    tell(tx)?;
    one(tx, row)
}

/// Ends an inspection before its time. A second time changes nothing.
///
/// Errors: `chat.not_the_inspector`, `chat.inspection_not_open`.
pub fn end(tx: &mut Tx<'_>, id: InspectionId, address: &str) -> Result<Inspection> {
    let (row, actor) = (held(tx, id)?, tx.actor());
    if row.state == InspectionState::Ended && row.ended_by == Some(actor.person) {
        return one(tx, row);
    }
    let mut row = policy::may_end(&actor, row)?;
    row.state = InspectionState::Ended;
    (row.ended_by, row.ended_at) = (Some(actor.person), Some(tx.now()));
    store::inspections::end(tx, &row)?;
    let row = row.into_inner();
    record(tx, "chat.inspection_ended", &row, json!({}), address)?;
    tell(tx)?;
    one(tx, row)
}

/// Runs the job: writes down that a request has lapsed, or that an inspection has ended. One that was decided or ended meanwhile stays.
pub fn close(db: &Db, actor: Actor, job: CloseInspection) -> Result<()> {
    db.write_now(actor, move |tx| {
        let Some(at) = store::inspections::get(tx, job.id)? else { return Ok(()) };
        tx.lock(Lock::Group(at.room.raw()))?;
        let Some(row) = store::inspections::get(tx, job.id)? else { return Ok(()) };
        // Over by its time, and not because somebody ended it or lost the right: that is written down already, or may come back.
        if row.ended_at.is_some() || row.due_at > tx.now() {
            return Ok(());
        }
        let Ok(row) = policy::at_its_time(&tx.actor(), row) else { return Ok(()) };
        if !store::inspections::close(tx, &row)? {
            return Ok(());
        }
        let lapsed = row.state == InspectionState::Lapsed;
        let act = if lapsed { "chat.inspection_lapsed" } else { "chat.inspection_ended" };
        record(tx, act, &row, json!({}), "")?;
        tell(tx)
    })
}

/// Remembers an act upon an inspection, named after its room.
fn record(tx: &mut Tx<'_>, act: &'static str, row: &InspectionRow, mut detail: Value, address: &str) -> Result<()> {
    let room = room_of(tx, row)?;
    let name = match room.kind {
        RoomKind::Direct => {
            let names = in_direct(tx, &[room.id])?.remove(&room.id).unwrap_or_default();
            names.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join("、")
        }
        _ => room.name,
    };
    detail["room"] = json!(row.room);
    audit::record(tx, &Record { act, subject: Subject::of("inspection", row.id, name), detail, address })
}

/// Tells all administrators that there is something new about inspections.
fn tell(tx: &mut Tx<'_>) -> Result<()> {
    for person in identity::store::administrators(tx)? {
        tx.emit(events::inspections_changed(person));
    }
    Ok(())
}

fn room_of(conn: &mut Conn<'_>, row: &InspectionRow) -> Result<RoomRow> {
    Ok(store::rooms::get(conn, row.room)?.ok_or_else(Error::not_found)?.0)
}

/// A page of the organisation's inspections, one more than `limit` when there are more.
pub fn list(
    conn: &mut Conn<'_>,
    phase: Option<InspectionPhase>,
    before: Option<(Timestamp, InspectionId)>,
    limit: usize,
) -> Result<Vec<Inspection>> {
    let rows = store::inspections::page(conn, phase, before.unwrap_or(newest()), limit + 1)?;
    shown(conn, rows)
}

/// Where a list begins.
fn newest() -> (Timestamp, InspectionId) {
    (Timestamp::from_micros(i64::MAX), InspectionId::from_raw(i64::MAX))
}

/// How many others administer all and can therefore decide about what the actor asks.
pub fn others(conn: &mut Conn<'_>) -> Result<usize> {
    let person = conn.actor().person;
    let mut others = identity::store::administrators(conn)?;
    others.retain(|other| *other != person);
    Ok(people::briefs(conn, &others)?.into_iter().filter(|person| person.active).count())
}

/// One inspection of the organisation.
pub fn inspection(conn: &mut Conn<'_>, id: InspectionId) -> Result<Inspection> {
    let row = store::inspections::get(conn, id)?.ok_or_else(Error::not_found)?;
    one(conn, row)
}

/// What would be seen by it.
pub fn preview(conn: &mut Conn<'_>, id: InspectionId) -> Result<InspectionPreview> {
    let row = store::inspections::get(conn, id)?.ok_or_else(Error::not_found)?;
    let row = policy::may_preview(&conn.actor(), row)?;
    let room = room_of(conn, &row)?;
    let (messages, first_at, last_at) = store::inspections::count(conn, room.id, row.span())?;
    let found = store::members::page(
        conn,
        (room.id, room.member_count, room.shares > 0),
        true,
        &MemberKey::start(),
        PREVIEWED,
    )?;
    let ids: Vec<PersonId> = found.iter().map(|(person, _, _)| *person).collect();
    let mut briefs = briefs(conn, &ids)?;
    let members = ids.iter().filter_map(|id| briefs.remove(id)).collect();
    Ok(InspectionPreview { member_count: room.member_count, members, messages, first_at, last_at })
}

/// A page of those by which a room of the actor's was opened to an administrator, one more than `limit` when there are more. They tell the
/// purpose and who granted it; what was asked in vain concerns nobody there.
pub fn of_room(
    conn: &mut Conn<'_>,
    room: RoomId,
    before: Option<(Timestamp, InspectionId)>,
    limit: usize,
) -> Result<Vec<Inspection>> {
    let (_, mine) = super::room(conn, room)?;
    mine.ok_or_else(Error::not_found)?;
    let rows = store::inspections::of_room(conn, room, before.unwrap_or(newest()), limit + 1)?;
    let mut found = shown(conn, rows)?;
    for inspection in &mut found {
        inspection.reason = None;
    }
    Ok(found)
}

fn briefs(conn: &mut Conn<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, PersonBrief>> {
    Ok(people::briefs(conn, ids)?.into_iter().map(|person| (person.id, person)).collect())
}

/// Those in some direct rooms.
fn in_direct(conn: &mut Conn<'_>, rooms: &[RoomId]) -> Result<HashMap<RoomId, Vec<PersonBrief>>> {
    if rooms.is_empty() {
        return Ok(HashMap::new());
    }
    let found = store::members::direct_people(conn, rooms)?;
    let ids: Vec<PersonId> = found.values().flatten().copied().collect();
    let named = briefs(conn, &ids)?;
    let people = |ids: Vec<PersonId>| ids.iter().filter_map(|id| named.get(id).cloned()).collect();
    Ok(found.into_iter().map(|(room, ids)| (room, people(ids))).collect())
}

fn one(conn: &mut Conn<'_>, row: InspectionRow) -> Result<Inspection> {
    shown(conn, vec![row])?.pop().ok_or_else(Error::not_found)
}

/// Inspections as the API shows them.
fn shown(conn: &mut Conn<'_>, rows: Vec<InspectionRow>) -> Result<Vec<Inspection>> {
    let mut rooms: HashMap<RoomId, RoomRow> = HashMap::new();
    for row in &rows {
        if let Entry::Vacant(place) = rooms.entry(row.room) {
            place.insert(room_of(conn, row)?);
        }
    }
    let directs: Vec<RoomId> =
        rooms.values().filter(|room| room.kind == RoomKind::Direct).map(|room| room.id).collect();
    let in_direct = in_direct(conn, &directs)?;
    let named: Vec<PersonId> =
        rows.iter().flat_map(|row| [Some(row.asked_by), row.decided_by, row.ended_by]).flatten().collect();
    let named = briefs(conn, &named)?;
    let brief = |id: Option<PersonId>| id.and_then(|id| named.get(&id).cloned());
    let shown = rows.into_iter().filter_map(|row| {
        let room = rooms.get(&row.room)?;
        Some(Inspection {
            id: row.id,
            state: row.state,
            room: InspectedRoom {
                id: room.id,
                kind: room.kind,
                name: room.name.clone(),
                people: in_direct.get(&room.id).cloned().unwrap_or_default(),
            },
            asked_by: brief(Some(row.asked_by))?,
            asked_at: row.asked_at,
            decided_by: brief(row.decided_by),
            ended_by: brief(row.ended_by),
            purpose: row.purpose,
            hours: row.hours,
            from_day: row.from_day,
            until_day: row.until_day,
            decided_at: row.decided_at,
            reason: row.reason,
            opened_at: row.opened_at,
            due_at: row.due_at,
            ended_at: row.ended_at,
        })
    });
    Ok(shown.collect())
}

//! From rows to what the API shows, to each what is for them.

use super::names;
use crate::events;
use crate::model::{COUNTED, Counts, Facts, Held, Holder, Part, PartRow, Round, Task, TaskId, TaskRow, Which};
use crate::policy::Stand;
use crate::store::{lists, tasks};
use db::{Conn, Tx};
use directory::service::barriers;
use directory::service::posts::PostNames;
use directory::store::people;
use jiff::civil::Date;
use kernel::{Error, Jst, Kind, PersonId, Result, Tick};
use rooms::model::{InspectionId, Place, RoomId, Standing};
use rooms::service::Rooms;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use web::{Cursor, Page};

/// The posts that the actor holds today; whoever is on leave does nobody's work.
fn held(conn: &mut Conn<'_>) -> Result<Vec<Held>> {
    if conn.actor().leave.is_some() {
        return Ok(Vec::new());
    }
    let (person, today) = (conn.actor().person, Jst::date(conn.now()));
    let posts = people::posts_of(conn, &[person])?.remove(&person).unwrap_or_default();
    Ok(posts.iter().filter(|post| post.holds_on(today)).map(|post| (post.unit_id, post.title_id)).collect())
}

/// A room, when the actor may read it.
fn place(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId) -> Result<Option<Place>> {
    match rooms.place(conn, room) {
        Ok(place) => Ok(Some(place)),
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether what somebody makes gets to the actor where a post alone brings it: contact barriers hold there as well.
fn gets_from(conn: &mut Conn<'_>, maker: PersonId) -> Result<bool> {
    let person = conn.actor().person;
    Ok(maker == person || barriers::towards_of(conn, maker, &[person])?.contact(person).write)
}

/// How the actor stands to a task.
pub(super) fn stand(conn: &mut Conn<'_>, rooms: &dyn Rooms, row: &TaskRow) -> Result<Stand> {
    let place = place(conn, rooms, row.room)?;
    let held = if place.is_some() || gets_from(conn, row.maker)? { held(conn)? } else { Vec::new() };
    Ok(Stand { place, held })
}

fn facts(row: TaskRow, names: Option<&PostNames>, last_round: Option<Round>, at: Tick) -> Facts {
    let part = |part: &PartRow| Part {
        holder: part.holder,
        name: match part.holder {
            Holder::Post { unit_id, title_id } => names.and_then(|names| names.name(unit_id, title_id)),
            Holder::Person { .. } => None,
        },
        done_at: part.done.map(|done| done.at),
        done_by: part.done.map(|done| done.by),
        done_operator: part.done.and_then(|done| done.operator),
    };
    Facts {
        id: row.id,
        room_id: row.room,
        message_id: row.message(),
        maker_id: row.maker,
        source: row.source,
        closing: row.closing,
        state: row.state,
        due_on: row.due,
        meant_on: row.meant,
        shift: row.shift,
        repeats: row.repeats,
        round: row.round,
        last_round,
        done_at: row.done.map(|done| done.at),
        done_by: row.done.map(|done| done.by),
        done_operator: row.done.and_then(|done| done.operator),
        parts: row.parts.iter().map(part).collect(),
        created_at: row.created_at,
        at,
        title: row.title,
        note: row.note,
    }
}

fn shown(conn: &Conn<'_>, row: TaskRow, stand: &Stand, told: (Option<&PostNames>, Option<Round>, Tick)) -> Task {
    let person = conn.actor().person;
    let mine = row.is_for(person, &stand.held);
    let mut own = row.parts.iter().filter(|part| part.holder.is(person, &stand.held));
    let (names, last_round, at) = told;
    Task {
        room_name: stand.place.as_ref().map(|place| place.name.clone()),
        room_members: stand.place.as_ref().map(|place| place.members),
        mine,
        my_part_done: mine && own.all(|part| part.done.is_some()),
        may_do: stand.works(person, &row),
        may_manage: stand.manages(person, &row),
        facts: facts(row, names, last_round, at),
    }
}

/// A task for somebody who stands to it in a way.
fn one(conn: &mut Conn<'_>, row: TaskRow, stand: &Stand, at: Option<Tick>) -> Result<Task> {
    let rows = [row];
    let names = names(conn, &rows)?;
    let [row] = rows;
    let last = tasks::last_rounds(conn, &[row.id])?.remove(&row.id);
    let at = match at {
        Some(at) => at,
        None => conn.position()?.tick,
    };
    Ok(shown(conn, row, stand, (names.as_ref(), last, at)))
}

/// A task as the actor sees it.
///
/// Errors: `not_found` for whoever may not read its message and has no part of it by a post, or when that was taken back.
pub fn get(conn: &mut Conn<'_>, rooms: &dyn Rooms, id: TaskId) -> Result<Task> {
    let row = tasks::get(conn, id)?.ok_or_else(Error::not_found)?;
    seen(conn, rooms, row)
}

/// [`get`] for a task that was read already.
pub(super) fn seen(conn: &mut Conn<'_>, rooms: &dyn Rooms, row: TaskRow) -> Result<Task> {
    let stand = stand(conn, rooms, &row)?;
    if !stand.sees(conn.actor().person, &row) {
        return Err(Error::not_found());
    }
    one(conn, row, &stand, None)
}

/// Tells the room of a task that was saved, and gives it. It is the last word on it, as its room is held: what whoever looks meanwhile is shown
/// is older.
pub(super) fn changed(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: TaskId) -> Result<Task> {
    let row = tasks::get(tx, id)?.ok_or_else(Error::not_found)?;
    let stand = stand(tx, rooms, &row)?;
    let tick = tx.tick()?;
    let task = one(tx, row, &stand, Some(tick))?;
    tx.emit(events::changed(task.facts.clone()));
    Ok(task)
}

/// Of some tasks those that the actor may see, as they see them. Each room is asked once.
fn all(conn: &mut Conn<'_>, rooms: &dyn Rooms, rows: Vec<TaskRow>, held: &[Held]) -> Result<Vec<Task>> {
    let (names, person) = (names(conn, &rows)?, conn.actor().person);
    let ids: Vec<TaskId> = rows.iter().map(|row| row.id).collect();
    let mut last = tasks::last_rounds(conn, &ids)?;
    let at = conn.position()?.tick;
    let mut stands: HashMap<RoomId, Stand> = HashMap::new();
    let mut makers: HashMap<PersonId, bool> = HashMap::new();
    let mut found = Vec::new();
    for row in rows {
        let stand = match stands.entry(row.room) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Stand { place: place(conn, rooms, row.room)?, held: held.to_vec() }),
        };
        let gets = stand.place.is_some()
            || match makers.entry(row.maker) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => *new.insert(gets_from(conn, row.maker)?),
            };
        if gets && stand.sees(person, &row) {
            let round = last.remove(&row.id);
            found.push(shown(conn, row, stand, (names.as_ref(), round, at)));
        }
    }
    Ok(found)
}

/// What is asked of a list.
#[derive(Debug, Clone)]
pub struct Paging {
    /// What is done, instead of what is not.
    pub done: bool,
    /// How many at most.
    pub limit: usize,
    /// After what.
    pub after: Option<Cursor>,
}

impl Paging {
    fn after<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        self.after.as_ref().map(Cursor::read).transpose()
    }
}

/// A page of those that may be seen, of one row more than asked for, where there is more.
fn listed(
    conn: &mut Conn<'_>,
    rooms: &dyn Rooms,
    rows: Vec<TaskRow>,
    (paging, held): (&Paging, &[Held]),
) -> Result<Page<Task>> {
    let Page { items, next } = match paging.done {
        false => Page::cut(rows, paging.limit, lists::key),
        true => Page::cut(rows, paging.limit, lists::done_key),
    };
    Ok(Page { items: all(conn, rooms, items, held)?, next })
}

/// The tasks of a room that the actor may read: what is open by its day, or what is done, the latest first.
pub fn of_room(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId, paging: &Paging) -> Result<Page<Task>> {
    rooms.place(conn, room)?;
    let (held, limit) = (held(conn)?, paging.limit + 1);
    let rows = match paging.done {
        false => lists::room_open(conn, room, paging.after()?, limit)?,
        true => lists::room_done(conn, room, paging.after()?, limit)?,
    };
    listed(conn, rooms, rows, (paging, &held))
}

/// The actor's tasks: those that are theirs to do, or those that they made.
pub fn own(conn: &mut Conn<'_>, rooms: &dyn Rooms, which: Which, paging: &Paging) -> Result<Page<Task>> {
    let (held, limit) = (held(conn)?, paging.limit + 1);
    let rows = match (which, paging.done) {
        (Which::Mine, false) => lists::mine_open(conn, &held, paging.after()?, limit)?,
        (Which::Mine, true) => lists::mine_done(conn, paging.after()?, limit)?,
        (Which::Made, false) => lists::made_open(conn, paging.after()?, limit)?,
        (Which::Made, true) => lists::made_done(conn, paging.after()?, limit)?,
    };
    listed(conn, rooms, rows, (paging, &held))
}

/// How much waits for the actor.
pub fn counts(conn: &mut Conn<'_>, rooms: &dyn Rooms) -> Result<Counts> {
    let (held, today) = (held(conn)?, Jst::date(conn.now()));
    let rows = lists::mine_open(conn, &held, None, COUNTED)?;
    let seen = all(conn, rooms, rows, &held)?;
    let due = |of: fn(&Date, &Date) -> bool| {
        seen.iter().filter(|task| task.facts.due_on.is_some_and(|day| of(&day, &today))).count()
    };
    Ok(Counts { open: seen.len(), today: due(|day, today| day == today), overdue: due(|day, today| day < today) })
}

/// A task, by an inspection of its room.
pub fn inspected(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (inspection, id): (InspectionId, TaskId),
    address: &str,
) -> Result<Task> {
    let row = tasks::get(tx, id)?.ok_or_else(Error::not_found)?;
    let Standing { place, .. } = rooms.inspected(tx, inspection, row.message(), address)?;
    one(tx, row, &Stand { place: Some(place), held: Vec::new() }, None)
}

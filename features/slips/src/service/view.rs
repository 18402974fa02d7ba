//! From rows to what the API shows, to each what is for them.

use super::sections::{self, Sections};
use crate::events;
use crate::model::{Addressee, Check, CheckRow, Checker, Counts, Facts, Line, Slip, SlipId, SlipRow, Which};
use crate::policy::Stand;
use crate::store::lists::{self, Listed, Wanted};
use crate::store::slips;
use db::{Conn, Tx};
use directory::model::TitleId;
use directory::store::units;
use kernel::{Error, Kind, Result, Tick};
use rooms::model::{InspectionId, Place, RoomId, Standing};
use rooms::service::Rooms;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use web::{Cursor, Page};

/// How the actor stands to a slip of a room.
pub(super) fn stand(
    conn: &mut Conn<'_>,
    rooms: &dyn Rooms,
    (place, row): (Place, &SlipRow),
    sections: &Sections,
) -> Result<Stand> {
    let held = sections::held(conn)?;
    let stands_in = stands_in(conn, rooms, &place, row)?;
    Ok(Stand { place, above: sections.above(&held), held, stands_in })
}

/// Whether the actor owns the room, and nobody there can pass the check at which the draft of a slip is.
fn stands_in(conn: &mut Conn<'_>, rooms: &dyn Rooms, place: &Place, row: &SlipRow) -> Result<bool> {
    let check = row.lines.iter().find_map(|line| row.check_of(line)).filter(|_| place.owns);
    Ok(match check {
        Some(check) => sections::checkers_in(conn, rooms, row.room, check.checker)?.is_empty(),
        None => false,
    })
}

/// Sections, and what titles are called where some slips name posts.
struct Names {
    sections: Sections,
    titles: HashMap<TitleId, String>,
}

impl Names {
    /// For some slips.
    fn of<'a>(conn: &mut Conn<'_>, mut rows: impl Iterator<Item = &'a SlipRow>) -> Result<Self> {
        let sections = Sections::of(conn)?;
        let titles = match rows.any(|row| !row.checks.is_empty()) {
            true => units::titles(conn)?.into_iter().map(|title| (title.id, title.name)).collect(),
            false => HashMap::new(),
        };
        Ok(Self { sections, titles })
    }

    fn check(&self, row: &CheckRow) -> Check {
        let label = row.label.clone();
        match row.checker {
            Checker::Person(person) => Check { label, person_id: Some(person), name: None },
            Checker::Post(unit, title) => {
                let title = self.titles.get(&title).map_or("", String::as_str);
                Check { label, person_id: None, name: self.sections.post(unit, title) }
            }
        }
    }
}

fn facts(row: SlipRow, names: &Names, at: Tick) -> Facts {
    let sections = &names.sections;
    let name = |to: Addressee| match to {
        Addressee::Unit { unit_id } => sections.name(unit_id),
        Addressee::Person { .. } => None,
    };
    Facts {
        id: row.id,
        room_id: row.room,
        message_id: row.message(),
        maker_id: row.maker,
        kind: row.kind,
        asking: row.asking.and_then(|unit| sections.name(unit)),
        pieces: row.pieces,
        turn: row.turn,
        checks: row.checks.iter().map(|check| names.check(check)).collect(),
        due_on: row.due,
        remind_on: row.remind,
        lines: row.lines.iter().map(|line| Line::of(line, name(line.to))).collect(),
        created_at: row.created_at,
        at,
        subject: row.subject,
        note: row.note,
        sender: row.sender,
        place: row.place,
    }
}

fn shown(conn: &Conn<'_>, row: SlipRow, stand: &Stand, (names, at): (&Names, Tick)) -> Slip {
    let person = conn.actor().person;
    let mine = row.lines.iter().filter(|line| stand.is_for(person, line)).map(|line| line.number).collect();
    Slip {
        room_name: stand.place.name.clone(),
        mine,
        checks_now: stand.place.may_write && row.lines.iter().any(|line| stand.checks(person, &row, line)),
        may_act: stand.place.may_write,
        asks: stand.place.may_write && stand.asks(person, &row),
        facts: facts(row, names, at),
    }
}

/// A slip as the actor sees it.
///
/// Errors: `not_found` for whoever may not read its message, or when that was taken back.
pub fn get(conn: &mut Conn<'_>, rooms: &dyn Rooms, id: SlipId) -> Result<Slip> {
    let row = slips::get(conn, id)?.ok_or_else(Error::not_found)?;
    seen(conn, rooms, row)
}

/// [`get`] for a slip that was read already.
pub(super) fn seen(conn: &mut Conn<'_>, rooms: &dyn Rooms, row: SlipRow) -> Result<Slip> {
    let place = rooms.place(conn, row.room)?;
    let names = Names::of(conn, [&row].into_iter())?;
    let stand = stand(conn, rooms, (place, &row), &names.sections)?;
    let at = conn.position()?.tick;
    Ok(shown(conn, row, &stand, (&names, at)))
}

/// Tells the room of a slip that was saved, and gives it. It is the last word on it, as its room is held: what whoever looks meanwhile is shown
/// is older.
pub(super) fn changed(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: SlipId) -> Result<Slip> {
    let row = slips::get(tx, id)?.ok_or_else(Error::not_found)?;
    let place = rooms.place(tx, row.room)?;
    let names = Names::of(tx, [&row].into_iter())?;
    let stand = stand(tx, rooms, (place, &row), &names.sections)?;
    let tick = tx.tick()?;
    let slip = shown(tx, row, &stand, (&names, tick));
    tx.emit(events::changed(slip.facts.clone()));
    Ok(slip)
}

/// [`changed`] by the program itself.
pub(super) fn tell(tx: &mut Tx<'_>, id: SlipId) -> Result<()> {
    let Some(row) = slips::get(tx, id)? else { return Ok(()) };
    let names = Names::of(tx, [&row].into_iter())?;
    let tick = tx.tick()?;
    tx.emit(events::changed(facts(row, &names, tick)));
    Ok(())
}

/// What is asked of a list.
#[derive(Debug, Clone)]
pub struct Paging {
    /// How many at most.
    pub limit: usize,
    /// After what.
    pub after: Option<Cursor>,
}

impl Paging {
    fn after(&self) -> Result<Option<lists::After>> {
        self.after.as_ref().map(Cursor::read).transpose()
    }
}

/// The room where the actor reads it.
fn place(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId) -> Result<Option<Place>> {
    match rooms.place(conn, room) {
        Ok(place) => Ok(Some(place)),
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A page of those that may be seen, of one row more than asked for, where there is more. Each room is asked once.
fn listed(conn: &mut Conn<'_>, rooms: &dyn Rooms, rows: Vec<Listed>, paging: &Paging) -> Result<Page<Slip>> {
    let Page { items, next } = Page::cut(rows, paging.limit, lists::key);
    let names = Names::of(conn, items.iter().map(|(row, _)| row))?;
    let held = sections::held(conn)?;
    let above = names.sections.above(&held);
    let at = conn.position()?.tick;
    let mut stands: HashMap<RoomId, Option<Stand>> = HashMap::new();
    let mut found = Vec::new();
    for (row, _) in items {
        let stand = match stands.entry(row.room) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let place = place(conn, rooms, row.room)?;
                let (held, above) = (held.clone(), above.clone());
                new.insert(place.map(|place| Stand { place, held, above, stands_in: false }))
            }
        };
        if let Some(stand) = stand {
            stand.stands_in = stands_in(conn, rooms, &stand.place, &row)?;
            found.push(shown(conn, row, stand, (&names, at)));
        }
    }
    Ok(Page { items: found, next })
}

/// The slips of a room that the actor may read.
pub fn of_room(
    conn: &mut Conn<'_>,
    rooms: &dyn Rooms,
    room: RoomId,
    wanted: &Wanted,
    paging: &Paging,
) -> Result<Page<Slip>> {
    rooms.place(conn, room)?;
    let rows = lists::of_room(conn, room, wanted, paging.after()?, paging.limit + 1)?;
    listed(conn, rooms, rows, paging)
}

/// Which rooms the actor reads, each asked once.
#[derive(Default)]
struct Reads(HashMap<RoomId, bool>);

impl Reads {
    fn room(&mut self, conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId) -> Result<bool> {
        Ok(match self.0.entry(room) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => *new.insert(place(conn, rooms, room)?.is_some()),
        })
    }
}

/// Slips that are looked through at once for those of rooms that the actor reads.
const AT_ONCE: usize = 200;

/// What waits for the actor and their section, or what they put somewhere. What lies in rooms of others is on no page, and no page goes on
/// after it, as its place in the list would tell of it.
pub fn own(conn: &mut Conn<'_>, rooms: &dyn Rooms, which: Which, paging: &Paging) -> Result<Page<Slip>> {
    let held = sections::held(conn)?;
    let units: Vec<_> = Sections::of(conn)?.above(&held).into_iter().collect();
    let mut reads = Reads::default();
    let (mut after, mut found) = (paging.after()?, Vec::new());
    loop {
        let rows = match which {
            Which::Mine => lists::mine(conn, (&units, &held), after, AT_ONCE)?,
            Which::Made => lists::made(conn, after, AT_ONCE)?,
        };
        after = if rows.len() == AT_ONCE { rows.last().map(lists::key) } else { None };
        for row in rows {
            if reads.room(conn, rooms, row.0.room)? {
                found.push(row);
            }
        }
        if found.len() > paging.limit || after.is_none() {
            break;
        }
    }
    found.truncate(paging.limit + 1);
    listed(conn, rooms, found, paging)
}

/// How much waits for the actor and their section.
pub fn counts(conn: &mut Conn<'_>, rooms: &dyn Rooms) -> Result<Counts> {
    let held = sections::held(conn)?;
    let units: Vec<_> = Sections::of(conn)?.above(&held).into_iter().collect();
    let (mut reads, mut waiting, mut after) = (Reads::default(), 0, None);
    loop {
        let rows = lists::mine(conn, (&units, &held), after, AT_ONCE)?;
        after = if rows.len() == AT_ONCE { rows.last().map(lists::key) } else { None };
        for (row, _) in rows {
            waiting += usize::from(reads.room(conn, rooms, row.room)?);
        }
        if after.is_none() || waiting >= AT_ONCE {
            return Ok(Counts { waiting: waiting.min(AT_ONCE) });
        }
    }
}

/// A slip, by an inspection of its room: as it was at the end of the days that were granted, since its answers are words of messages.
pub fn inspected(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    (inspection, id): (InspectionId, SlipId),
    address: &str,
) -> Result<Slip> {
    let mut row = slips::get(tx, id)?.ok_or_else(Error::not_found)?;
    let Standing { place, before, .. } = rooms.inspected(tx, inspection, row.message(), address)?;
    if let Some(before) = before {
        let (kind, checks) = (row.kind, row.checks.len());
        row.lines = row.lines.into_iter().map(|line| line.before(before, kind, checks)).collect();
    }
    let names = Names::of(tx, [&row].into_iter())?;
    let stand = Stand { place, held: HashSet::new(), above: HashSet::new(), stands_in: false };
    let at = tx.position()?.tick;
    Ok(shown(tx, row, &stand, (&names, at)))
}

//! The talk as other features know it: what stands in its messages, and who may see that.

use super::inspections::reading;
use super::sharing::carrying::note;
use super::talk::{Saying, say, withdraw_row};
use super::view::{self, Names};
use crate::events::{self, Mentioned};
use crate::model::{Mine, Role, RoomKind};
use crate::policy;
use crate::store;
use crate::store::carried::{Happening, What};
use crate::store::messages::MessageRow;
use crate::store::rooms::RoomRow;
use ::files::model::FileId;
use db::{Conn, Lock, Tx};
use directory::model::UnitId;
use directory::service::barriers;
use kernel::{Error, Face, PersonId, Result};
use rooms::model::{Asked, InspectionId, MessageId, Place, Posting, RoomId, Spoken, Standing, Units};
use rooms::service::Rooms;

/// How long the line is that tells somebody of what they are called to.
const EXCERPT: usize = 120;

/// The talk.
pub struct Talk;

fn place(conn: &Conn<'_>, room: RoomRow, mine: Option<&Mine>) -> Place {
    let asked = room.kind == RoomKind::Request && mine.is_some_and(Mine::is_asked);
    Place {
        room: room.id,
        name: room.name.clone(),
        members: room.member_count,
        belongs: mine.is_some_and(|mine| mine.role != Role::Reader),
        owns: asked || mine.is_some_and(|mine| mine.role == Role::Owner),
        shared: room.shares > 0,
        may_write: policy::may_write(&conn.actor(), room, mine).is_ok(),
    }
}

/// A message that somebody may know of, if something stands in it.
fn carrying(row: Option<MessageRow>) -> Result<MessageRow> {
    let stands = |row: &MessageRow| row.withdrawn_at.is_none() && row.extra.card.is_some();
    row.filter(stands).ok_or_else(Error::not_found)
}

/// A message as it is once its room is held, which never changes.
fn held(tx: &mut Tx<'_>, message: MessageId) -> Result<Option<MessageRow>> {
    let Some(at) = store::messages::get(tx, message)? else { return Ok(None) };
    tx.lock(Lock::Group(at.room.raw()))?;
    store::messages::get(tx, message)
}

impl Rooms for Talk {
    fn place(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Place> {
        let (room, mine) = super::room(conn, room)?;
        let room = policy::may_read(&conn.actor(), room, mine.as_ref())?.into_inner();
        Ok(place(conn, room, mine.as_ref()))
    }

    fn writable(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Place> {
        let (room, mine) = super::room(conn, room)?;
        let room = policy::may_write(&conn.actor(), room, mine.as_ref())?.into_inner();
        Ok(place(conn, room, mine.as_ref()))
    }

    fn card(&self, conn: &mut Conn<'_>, message: MessageId) -> Result<Standing> {
        let row = carrying(store::messages::get(conn, message)?)?;
        Ok(Standing { place: self.place(conn, row.room)?, message, thread: row.thread(), before: None })
    }

    fn spoken(&self, conn: &mut Conn<'_>, message: MessageId) -> Result<Spoken> {
        let row = store::messages::get(conn, message)?.ok_or_else(Error::not_found)?;
        let place = self.place(conn, row.room)?;
        if row.withdrawn_at.is_some() || row.is_notice() {
            return Err(Error::not_found());
        }
        Ok(Spoken {
            message,
            place,
            thread: row.thread(),
            author: row.author,
            said_at: row.sent_at,
            has_card: row.extra.card.is_some(),
            words: row.body,
        })
    }

    fn words(&self, conn: &mut Conn<'_>, room: RoomId, messages: &[MessageId]) -> Result<Vec<(MessageId, String)>> {
        let rows = store::messages::by_ids(conn, messages)?;
        let stands = |row: &MessageRow| row.room == room && row.withdrawn_at.is_none();
        Ok(rows.into_iter().filter(stands).map(|row| (row.id, text::seen(&row.body).into_owned())).collect())
    }

    fn post_with(&self, tx: &mut Tx<'_>, room: RoomId, posting: &Posting, files: &[FileId]) -> Result<bool> {
        let saying = Saying {
            id: posting.message,
            body: posting.body.clone(),
            files: files.to_vec(),
            versions: Vec::new(),
            quote: posting.quote,
            thread: posting.thread,
            also_to_room: false,
            operator: posting.operator,
            as_post: posting.as_post,
            card: posting.card.clone(),
            passing: posting.passing.clone(),
            guarded: posting.guarded.clone(),
            answered: posting.answered.clone(),
            album: None,
            no_reply: false,
            headings: Vec::new(),
            unattended: false,
        };
        Ok(say(tx, room, &saying)?.1)
    }

    fn guard(&self, conn: &mut Conn<'_>, words: &str) -> Result<()> {
        super::number_guard::look(conn, words, None).map(|_| ())
    }

    fn kept_from_saving(&self, conn: &mut Conn<'_>, room: RoomId, brought_by: PersonId) -> Result<Option<Error>> {
        super::downloads::refusal(conn, room, brought_by)
    }

    fn known_direct(&self, conn: &mut Conn<'_>, person: PersonId) -> Result<Option<RoomId>> {
        let key = super::rooms::direct_key(&[conn.actor().person, person]);
        Ok(store::rooms::direct(conn, &key)?.map(|room| room.id))
    }

    fn direct(&self, tx: &mut Tx<'_>, person: PersonId) -> Result<RoomId> {
        Ok(super::rooms::direct(tx, &[person])?.id)
    }

    fn of_unit(&self, conn: &mut Conn<'_>, unit: UnitId) -> Result<Option<RoomId>> {
        Ok(store::rooms::of_unit(conn, unit)?.map(|room| room.id))
    }

    fn own_units(&self, conn: &mut Conn<'_>, which: Units) -> Result<Vec<RoomId>> {
        store::cards::own_units(conn, which == Units::Open)
    }

    fn clear(&self, tx: &mut Tx<'_>, message: MessageId, words: &str) -> Result<()> {
        let Some(row) = held(tx, message)? else { return Ok(()) };
        let mut row = policy::may_reword_copy(&tx.actor(), row)?;
        // A place that was taken back stays empty.
        if row.withdrawn_at.is_none() {
            row.body = words.to_owned();
        }
        row.tick = tx.tick()?;
        store::messages::clear(tx, &row)?;
        store::forwards::words_gone(tx, row.id)?;
        super::forwards::let_go(tx, row.id)?;
        let message = view::message(tx, row.into_inner())?;
        tx.emit(events::message_changed(&message));
        Ok(())
    }

    fn take_back(&self, tx: &mut Tx<'_>, message: MessageId) -> Result<()> {
        let Some(row) = held(tx, message)?.filter(|row| row.withdrawn_at.is_none()) else { return Ok(()) };
        let row = policy::may_withdraw_copy(&tx.actor(), row)?;
        withdraw_row(tx, row).map(|_| ())
    }

    fn is_shared(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<bool> {
        Ok(store::rooms::get(conn, room)?.is_some_and(|(room, _)| room.shares > 0))
    }

    fn pass_over(&self, tx: &mut Tx<'_>, message: MessageId, person: Option<PersonId>) -> Result<()> {
        let row = carrying(store::messages::get(tx, message)?)?;
        let (room, _) = store::rooms::get(tx, row.room)?.ok_or_else(Error::not_found)?;
        note(tx, &room, &Happening { person, ..Happening::to(message, What::Used) }, None)
    }

    fn asked(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<Asked>> {
        store::cards::asked(conn, room)
    }

    fn owners(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<PersonId>> {
        store::cards::owners(conn, room)
    }

    fn call(&self, tx: &mut Tx<'_>, message: MessageId, people: &[PersonId]) -> Result<Vec<PersonId>> {
        let stands = |row: &MessageRow| row.withdrawn_at.is_none() && !row.is_notice();
        let row = store::messages::get(tx, message)?.filter(stands).ok_or_else(Error::not_found)?;
        let (room, _) = store::rooms::get(tx, row.room)?.ok_or_else(Error::not_found)?;
        // Nobody does anything in a closed room.
        if room.archived_at.is_some() {
            return Ok(Vec::new());
        }
        let members = store::members::of(tx, row.room)?;
        let belongs = |person: &PersonId| members.get(person).is_some_and(|belonging| belonging.role != Role::Reader);
        let mut called: Vec<PersonId> = people.iter().copied().filter(belongs).collect();
        let towards = match tx.actor().face {
            // What the program itself calls to, its author calls to.
            Face::System => barriers::towards_of(tx, row.author, &called)?,
            _ => barriers::towards(tx, &called)?,
        };
        called.retain(|person| towards.contact(*person).mention);
        let names = Names::for_everybody(tx, row.room, &row.body)?;
        let payload = Mentioned {
            room_id: row.room,
            thread_id: row.thread(),
            seq: row.seq,
            message_id: row.id,
            author_id: row.author,
            excerpt: names.excerpt(&row.body, EXCERPT),
        };
        store::cards::call(tx, &row, &called)?;
        // Whoever is called counts it up by themselves, as with a mention of a unit.
        for person in &called {
            tx.emit(events::mentioned(*person, &payload));
        }
        Ok(called)
    }

    fn inspected(
        &self,
        tx: &mut Tx<'_>,
        inspection: InspectionId,
        message: MessageId,
        address: &str,
    ) -> Result<Standing> {
        let (row, room, before) = reading::card(tx, inspection.cast(), message, address)?;
        let thread = carrying(Some(row))?.thread();
        Ok(Standing { place: place(tx, room, None), message, thread, before: Some(before) })
    }
}

//! あとで: messages that somebody has put by, and reminders of them. Whether they may still be read is asked at every look.

use crate::events::{self, MessageReminded};
use crate::jobs::Remind;
use crate::model::{ChatRefusal, MOST_SAVED, MessageId, Saved, checked_moment};
use crate::policy;
use crate::service::planned::told;
use crate::service::view::{self, Names};
use crate::store;
use crate::store::later::SavedRow;
use db::{Conn, Db, Lock, Tx};
use directory::model::PersonBrief;
use kernel::{Actor, Error, PersonId, Result, Timestamp};
use std::collections::HashMap;

/// Graphemes that a reminder shows of a message.
const EXCERPT: usize = 120;

/// What becomes of the reminder when a message is put by.
#[derive(Debug, Clone, Copy)]
pub enum Reminder {
    /// One that stands already stays.
    AsItIs,
    /// At a moment, or none.
    Is(Option<Timestamp>),
}

/// Puts a message by, or by once more. Gives it, and whether it was not by before.
///
/// Errors: `not_found`, `chat.too_many_saved`, and faults of `remind_at`.
pub fn save(tx: &mut Tx<'_>, id: MessageId, reminder: Reminder) -> Result<(Saved, bool)> {
    let actor = tx.actor();
    tx.lock(Lock::Person(actor.person))?;
    let row = store::messages::get(tx, id)?.ok_or_else(Error::not_found)?;
    let (room, mine) = super::room(tx, row.room)?;
    policy::may_read(&actor, room, mine.as_ref())?;
    if row.is_notice() {
        return Err(Error::not_found());
    }
    let fresh = store::later::saved_one(tx, id)?.is_none();
    if fresh && store::later::count_saved(tx)? >= MOST_SAVED {
        return Err(ChatRefusal::TooManySaved.into());
    }
    match reminder {
        Reminder::AsItIs => store::later::save_again(tx, id, row.room)?,
        Reminder::Is(remind_at) => {
            let now = tx.now();
            let remind_at = remind_at.map(|moment| checked_moment("remind_at", moment, now)).transpose()?;
            store::later::save(tx, id, row.room, remind_at)?;
            if let Some(at) = remind_at {
                jobs::enqueue(tx, &Remind { at }, Some(at))?;
            }
        }
    }
    told(tx, actor.person)?;
    Ok((one(tx, id)?, fresh))
}

/// Says that what was put by is done, or is not.
pub fn set_done(tx: &mut Tx<'_>, id: MessageId, done: bool) -> Result<Saved> {
    let person = tx.actor().person;
    tx.lock(Lock::Person(person))?;
    let now = tx.now();
    one(tx, id)?;
    store::later::set_done(tx, id, done.then_some(now))?;
    told(tx, person)?;
    one(tx, id)
}

/// Lets go of it.
pub fn let_go(tx: &mut Tx<'_>, id: MessageId) -> Result<()> {
    let person = tx.actor().person;
    tx.lock(Lock::Person(person))?;
    if store::later::let_go(tx, id)? { told(tx, person) } else { Err(Error::not_found()) }
}

/// A page of what the actor has put by, with the people in it.
pub struct SavedPage {
    /// One more than asked for, where there is more.
    pub items: Vec<Saved>,
    /// Everybody named in them.
    pub people: Vec<PersonBrief>,
}

/// What the actor has put by and may read, done or not, what is due first, then the newest.
pub fn page(
    conn: &mut Conn<'_>,
    done: bool,
    before: Option<(i64, Timestamp, MessageId)>,
    limit: usize,
) -> Result<SavedPage> {
    let start = before.unwrap_or((i64::MAX, Timestamp::from_micros(i64::MAX), MessageId::from_raw(i64::MAX)));
    let rows = store::later::saved_page(conn, done, start, limit + 1)?;
    let ids: Vec<MessageId> = rows.iter().map(|row| row.message).collect();
    let messages = store::messages::by_ids(conn, &ids)?;
    let shown = view::shown(conn, messages)?;
    let mut messages: HashMap<MessageId, _> = shown.messages.into_iter().map(|message| (message.id, message)).collect();
    let items = rows.into_iter().filter_map(|row| Some(saved(messages.remove(&row.message)?, row)));
    Ok(SavedPage { items: items.collect(), people: shown.people })
}

fn one(conn: &mut Conn<'_>, id: MessageId) -> Result<Saved> {
    let actor = conn.actor();
    let row = store::later::saved_one(conn, id)?.ok_or_else(Error::not_found)?;
    let (room, mine) = super::room(conn, row.room)?;
    policy::may_read(&actor, room, mine.as_ref())?;
    let message = store::messages::get(conn, id)?.ok_or_else(Error::not_found)?;
    Ok(saved(view::message_for(conn, message, actor.person)?, row))
}

fn saved(message: crate::model::Message, row: SavedRow) -> Saved {
    Saved {
        message,
        saved_at: row.saved_at,
        remind_at: row.remind_at,
        due: row.reminded_at.is_some() && row.done_at.is_none(),
        done_at: row.done_at,
    }
}

/// How many are looked up at once.
const BATCH: usize = 100;

/// Runs the job: reminds all of the organisation who are to be reminded by now, of messages that they may still read. Who was told already, has
/// done it or put it off is not told.
pub fn remind(db: &Db, actor: Actor) -> Result<()> {
    let (mut after, mut failed) = ((PersonId::from_raw(i64::MIN), MessageId::from_raw(i64::MIN)), None);
    loop {
        let due = db.read_now(actor, move |conn| store::later::due_saved(conn, after, BATCH))?;
        let Some(last) = due.last() else { break };
        after = *last;
        for (person, message) in due {
            failed = db.write_now(actor, move |tx| remind_one(tx, person, message)).err().or(failed);
        }
    }
    failed.map_or(Ok(()), Err)
}

fn remind_one(tx: &mut Tx<'_>, person: PersonId, id: MessageId) -> Result<()> {
    tx.lock(Lock::Person(person))?;
    let Some(row) = store::messages::get(tx, id)? else { return Ok(()) };
    let remind_at = store::later::remind_at(tx, person, id)?;
    if !store::later::remind(tx, person, id)? {
        return Ok(());
    }
    // Who was taken out of the room meanwhile is told nothing of it: no word, and no count. What everybody of the staff reads needs no belonging.
    let (belongs, open) = store::later::readable(tx, row.room, person)?;
    if let Some(remind_at) = remind_at.filter(|_| (belongs || open) && row.withdrawn_at.is_none()) {
        let names = Names::for_everybody(tx, row.room, row.first_words())?;
        let excerpt = names.excerpt(row.first_words(), EXCERPT);
        let payload = MessageReminded {
            room_id: row.room,
            thread_id: row.thread(),
            seq: row.seq,
            message_id: id,
            excerpt,
            remind_at,
        };
        tx.emit(events::reminded(person, &payload, belongs));
    }
    told(tx, person)
}

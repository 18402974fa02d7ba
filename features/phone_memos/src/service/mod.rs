//! The use cases of memos. Whoever changes one holds its direct room; where it stands too, is only told.

mod keeping;
mod view;

pub use keeping::{begin_clearing, clear_due, leave_section, take_back_in_section, taken_back, taken_back_in_section};
pub use view::{Listing, counts, get, list, outlook, rule};

use crate::events;
use crate::model::{
    CARD, Content, LEAST_DAYS, MOST_DAYS, MemoId, MemoRefusal, MemoRow, PhoneMemo, Rule, SECTION_CARD, SIGN, Step,
};
use crate::policy;
use crate::store;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use kernel::{Error, PersonId, Result, Timestamp};
use rooms::model::{Answered, Card, MessageId, Place, Posting, RoomId};
use rooms::service::Rooms;
use serde_json::json;
use view::{addressee, place_of, section_of, shown};

/// A memo that somebody writes.
#[derive(Debug, Clone)]
pub struct Writing {
    /// The id that the client proposes, also of the message; the same id again is the same memo.
    pub id: MemoId,
    /// For whom it is.
    pub addressee: PersonId,
    /// Who called, and why.
    pub content: Content,
    /// When they called; now when it does not say.
    pub called_at: Option<Timestamp>,
    /// Whether it is to stand in the section's room too.
    pub section: bool,
    /// Who was using the shared account when they wrote it.
    pub operator: Option<PersonId>,
    /// What they answered about a personal number in it.
    pub answered: Option<Answered>,
}

impl Writing {
    /// Whether a memo that is there is this one: whoever has corrected theirs, not knowing that it got through, learns that it did.
    fn says_the_same(&self, known: &MemoRow) -> bool {
        known.addressee == self.addressee
            && known.content == self.content.trimmed()
            && known.section_message.is_some() == self.section
            && self.called_at.is_none_or(|at| at == known.called_at)
            && self.operator.is_none_or(|operator| known.operator == Some(operator))
    }
}

/// Writes a memo: into the direct room with whom it is for, who is called to it, and into the room of their section where that is wanted. Sent
/// again, it is the same one.
///
/// Errors: `id_taken`, `phone_memos.sent_already` where it says something else now, `phone_memos.no_section`, faults of fields, those of saying
/// something in the rooms.
pub fn write(tx: &mut Tx<'_>, rooms: &dyn Rooms, new: &Writing) -> Result<PhoneMemo> {
    if store::get(tx, new.id)?.is_some() {
        return written_already(tx, rooms, new);
    }
    let (actor, now) = (tx.actor(), tx.now());
    let content = new.content.checked(new.called_at, now)?;
    let person = addressee(tx, new.addressee)?.ok_or_else(|| Error::field("person_id", "unknown"))?;
    if new.addressee == actor.person {
        return Err(Error::field("person_id", "self"));
    }
    let section = match new.section {
        true => Some(section_of(tx, rooms, &person)?.ok_or(MemoRefusal::NoSection)?.room),
        false => None,
    };
    let room = hold(tx, rooms, new.addressee, section)?;
    tx.lock(Lock::Person(actor.person))?;
    let said = content.said();
    let posting = |message: MessageId, kind: &str, guarded: String| Posting {
        message,
        body: said.clone(),
        quote: None,
        thread: None,
        operator: new.operator,
        as_post: None,
        card: Some(Card { kind: kind.to_owned(), id: new.id.cast() }),
        passing: Some(SIGN.to_owned()),
        guarded: Some(guarded),
        answered: new.answered.clone(),
    };
    if !rooms.post(tx, room, &posting(new.id.cast(), CARD, content.guarded()))? {
        return written_already(tx, rooms, new);
    }
    let copy = match section {
        Some(section) => {
            let message: MessageId = tx.id();
            // They answered for it once, and that is recorded once.
            rooms.post(tx, section, &posting(message, SECTION_CARD, String::new()))?;
            Some(message)
        }
        None => None,
    };
    // When they called may be mistyped: it is kept for who has just been told of it.
    let waits_until = [Some(now), new.called_at, content.call_back_by].into_iter().flatten().max().unwrap_or(now);
    let memo = MemoRow {
        id: new.id,
        room,
        section_room: section,
        section_message: copy,
        writer: actor.person,
        operator: actor.operator,
        addressee: new.addressee,
        content,
        called_at: new.called_at.unwrap_or(now),
        waits_until,
        seen: None,
        taken: None,
        done: None,
        cleared_at: None,
        withdrawn_at: None,
        tick: tx.tick()?,
    };
    store::insert(tx, &memo)?;
    rooms.call(tx, memo.message(), &[memo.addressee])?;
    events::tell(tx, &memo);
    let place = place_of(tx, rooms, &memo)?;
    shown(tx, memo, &place)
}

/// Holds the direct room, which is made where there is none, and the section's: both in order, as whoever writes back and forth is never to wait
/// for whom they hold up. To make one draws the tick, which is to be above those of all who held the section's before.
fn hold(tx: &mut Tx<'_>, rooms: &dyn Rooms, addressee: PersonId, section: Option<RoomId>) -> Result<RoomId> {
    let org = tx.actor().org;
    let mut known = rooms.known_direct(tx, addressee)?;
    if known.is_none() {
        tx.lock(Lock::Org(org))?;
        known = rooms.known_direct(tx, addressee)?;
    }
    let mut held: Vec<RoomId> = [known, section].into_iter().flatten().collect();
    held.sort();
    for room in held {
        tx.lock(Lock::Group(room.raw()))?;
    }
    match known {
        Some(room) => Ok(room),
        None => {
            let made = rooms.direct(tx, addressee)?;
            tx.lock(Lock::Group(made.raw()))?;
            Ok(made)
        }
    }
}

fn written_already(conn: &mut Conn<'_>, rooms: &dyn Rooms, new: &Writing) -> Result<PhoneMemo> {
    let person = conn.actor().person;
    let known = store::get(conn, new.id)?.filter(|known| known.writer == person).ok_or(MemoRefusal::IdTaken)?;
    if known.withdrawn_at.is_some() || !new.says_the_same(&known) {
        return Err(MemoRefusal::SentAlready.into());
    }
    let place = place_of(conn, rooms, &known)?;
    shown(conn, known, &place)
}

/// A memo that the actor sees, held, and where they see it.
fn held(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: MemoId) -> Result<(MemoRow, Place)> {
    // The room of a memo never changes, so it may be asked before the lock.
    let at = store::get(tx, id)?.ok_or_else(Error::not_found)?;
    tx.lock(Lock::Group(at.room.raw()))?;
    let row = store::get(tx, id)?.ok_or_else(Error::not_found)?;
    let place = place_of(tx, rooms, &row)?;
    Ok((row, place))
}

/// What becomes of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// The actor makes it.
    On,
    /// It is taken back.
    Off {
        /// The one that was made at this moment; whichever it is when it does not say.
        since: Option<Timestamp>,
    },
}

/// Now, by whoever acts: of a shared account who is using it.
fn step(tx: &Tx<'_>) -> Step {
    let actor = tx.actor();
    Step { at: tx.now(), by: actor.operator.unwrap_or(actor.person) }
}

/// 既読: the addressee has seen it. A second time changes nothing.
///
/// Errors: `not_found`, `phone_memos.not_the_addressee`.
pub fn see(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: MemoId) -> Result<PhoneMemo> {
    let (row, place) = held(tx, rooms, id)?;
    let mut memo = policy::may_see(&tx.actor(), row)?;
    if memo.seen.is_none() {
        (memo.seen, memo.tick) = (Some(step(tx)), tx.tick()?);
        store::seen(tx, &memo)?;
        events::tell(tx, &memo);
    }
    shown(tx, memo.into_inner(), &place)
}

/// Whoever takes a step back takes back the one that they saw, and nobody's that came since.
fn is_the_one(now: Option<Step>, seen: Option<Timestamp>) -> Result<()> {
    match (now, seen) {
        (Some(now), Some(seen)) if now.at != seen => Err(MemoRefusal::MovedOn.into()),
        _ => Ok(()),
    }
}

/// What becomes of who looks after a memo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handling {
    /// The actor does.
    Taken {
        /// In the place of who said so at this moment; of nobody when it does not say.
        over: Option<Timestamp>,
    },
    /// Nobody does.
    Left {
        /// Who said so at this moment; whoever it is when it does not say.
        since: Option<Timestamp>,
    },
}

/// 対応します: the actor looks after it from now on, or nobody does any more who did so since a moment. A second time changes nothing. Two who say it
/// at once are not to call the same number: the second learns of the first.
///
/// Errors: `not_found`, `phone_memos.only_reads`, `phone_memos.cleared`, `phone_memos.moved_on` when it is somebody else by now.
pub fn handle(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: MemoId, handling: Handling) -> Result<PhoneMemo> {
    let (row, place) = held(tx, rooms, id)?;
    let mut memo = policy::may_handle(row, &place)?;
    if memo.cleared_at.is_some() {
        return Err(MemoRefusal::Cleared.into());
    }
    let taken = match handling {
        Handling::Taken { over } => {
            let own = step(tx);
            match memo.taken {
                Some(other) if other.by != own.by && Some(other.at) != over => return Err(MemoRefusal::MovedOn.into()),
                _ => Some(own),
            }
        }
        Handling::Left { since } => {
            is_the_one(memo.taken, since)?;
            None
        }
    };
    if memo.taken.map(|step| step.by) != taken.map(|step| step.by) {
        (memo.taken, memo.tick) = (taken, tx.tick()?);
        store::taken(tx, &memo)?;
        events::tell(tx, &memo);
    }
    shown(tx, memo.into_inner(), &place)
}

/// 対応済, or open again where it was done at a moment. A second time changes nothing.
///
/// Errors: `not_found`, `phone_memos.only_reads`, `phone_memos.cleared`, `phone_memos.moved_on` when it was done anew since.
pub fn finish(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: MemoId, set: Set) -> Result<PhoneMemo> {
    let (row, place) = held(tx, rooms, id)?;
    let mut memo = policy::may_handle(row, &place)?;
    if memo.done.is_some() != (set == Set::On) {
        if memo.cleared_at.is_some() {
            return Err(MemoRefusal::Cleared.into());
        }
        memo.done = match set {
            Set::On => Some(step(tx)),
            Set::Off { since } => {
                is_the_one(memo.done, since)?;
                None
            }
        };
        memo.tick = tx.tick()?;
        store::done(tx, &memo)?;
        events::tell(tx, &memo);
    }
    shown(tx, memo.into_inner(), &place)
}

/// Decides for how many days after it was done a memo keeps who called; one that nobody has done is kept no shorter than by default.
///
/// Errors: a fault of `days`.
pub fn set_rule(tx: &mut Tx<'_>, rule: Rule, address: &str) -> Result<Rule> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    if !(LEAST_DAYS..=MOST_DAYS).contains(&rule.days) {
        return Err(Error::field("days", "out_of_range"));
    }
    if store::days(tx)? != rule.days {
        store::set_days(tx, rule.days)?;
        let (subject, detail) = (Subject::default(), json!({ "days": rule.days }));
        audit::record(tx, &Record { act: "phone_memos.rule_set", subject, detail, address })?;
    }
    Ok(rule)
}

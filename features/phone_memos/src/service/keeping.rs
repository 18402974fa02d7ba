//! What the program does with memos by itself: it clears who called, and takes along what was taken back.

use crate::events;
use crate::jobs::{ClearDue, LeaveSection, TakeBackInSection};
use crate::model::{MemoId, MemoRow, SIGN};
use crate::policy;
use crate::store::{self, Over};
use db::{Conn, Db, Lock, Tx};
use kernel::{Actor, Jst, Result};
use rooms::model::CardId;
use rooms::service::{Rooms, Talk};

/// How many are cleared by one job: others have their turn between some and the next.
const AT_ONCE: usize = 100;

/// What is to be cleared now.
fn over(conn: &mut Conn<'_>) -> Result<Over> {
    let (rule, now) = (super::rule(conn)?, conn.now());
    let done = now.minus(rule.of_done());
    Ok(Over { done, waited: now.minus(rule.of_open()), left: Jst::date(done) })
}

/// Has what was kept long enough be cleared, if there is any: not at once, as the day begins for others as well.
pub fn begin_clearing(tx: &mut Tx<'_>) -> Result<()> {
    let (over, first) = (over(tx)?, ClearDue { after: MemoId::from_raw(0) });
    if store::due(tx, &over, first.after, 1)?.is_empty() {
        return Ok(());
    }
    tx.lock(Lock::Jobs)?;
    jobs::enqueue(tx, &first, None)
}

/// Clears who called in some memos that were done, were taken back, or lay open long enough ago: in their rows, in the words of their messages
/// and in the former words. Each in transactions of its own; what fails holds up no other, and is found again tomorrow.
pub fn clear_due(db: &Db, actor: Actor, talk: Talk, job: &ClearDue) -> Result<()> {
    let after = job.after;
    let due = db.read_now(actor, move |conn| {
        let over = over(conn)?;
        store::due(conn, &over, after, AT_ONCE)
    })?;
    for id in &due {
        if let Err(error) = clear_one(db, actor, talk, *id) {
            tracing::error!(memo = id.raw(), %error, "a phone memo keeps who called");
        }
    }
    let Some(last) = due.last().filter(|_| due.len() == AT_ONCE) else { return Ok(()) };
    let next = ClearDue { after: *last };
    db.write_now(actor, move |tx| {
        tx.lock(Lock::Jobs)?;
        jobs::enqueue(tx, &next, None)
    })
}

/// A room at a time, the memo last: what fails in between is found again.
fn clear_one(db: &Db, actor: Actor, talk: Talk, id: MemoId) -> Result<()> {
    db.write_now(actor, move |tx| clear_in_section(tx, talk.0, id))?;
    db.write_now(actor, move |tx| clear(tx, talk.0, id))
}

/// A memo whose time has come, unless it was opened again meanwhile.
fn still_due(tx: &mut Tx<'_>, id: MemoId) -> Result<Option<MemoRow>> {
    let over = over(tx)?;
    if store::is_due(tx, &over, id)? { store::get(tx, id) } else { Ok(None) }
}

fn clear_in_section(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: MemoId) -> Result<()> {
    match still_due(tx, id)?.and_then(|row| row.section_message) {
        Some(message) => rooms.clear(tx, message, SIGN),
        None => Ok(()),
    }
}

fn clear(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: MemoId) -> Result<()> {
    let Some(at) = store::get(tx, id)? else { return Ok(()) };
    tx.lock(Lock::Group(at.room.raw()))?;
    let Some(row) = still_due(tx, id)? else { return Ok(()) };
    rooms.clear(tx, row.message(), SIGN)?;
    let mut memo = policy::at_its_time(&tx.actor(), row)?;
    memo.content = memo.content.cleared();
    (memo.cleared_at, memo.tick) = (Some(tx.now()), tx.tick()?);
    store::clear(tx, &memo)?;
    events::tell(tx, &memo);
    Ok(())
}

/// The message in the direct room was taken back: the memo goes, and from the section's room too. The direct room is locked.
pub fn taken_back(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    let Some(row) = store::get(tx, id.cast())? else { return Ok(()) };
    let mut memo = policy::taken_along(row);
    (memo.withdrawn_at, memo.tick) = (Some(tx.now()), tx.tick()?);
    store::withdraw(tx, &memo)?;
    events::tell(tx, &memo);
    match memo.in_section() {
        Some(section) => jobs::enqueue(tx, &TakeBackInSection { message: section.message }, None),
        None => Ok(()),
    }
}

/// The message in the section's room was taken back, which is seen there at once: that the memo stands in the direct room alone is noted by a
/// job, as only whoever holds that room changes a memo. The section's room is locked.
pub fn taken_back_in_section(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    jobs::enqueue(tx, &LeaveSection { memo: id.cast() }, None)
}

/// Notes that a memo stands in the direct room alone.
pub fn leave_section(db: &Db, actor: Actor, job: &LeaveSection) -> Result<()> {
    let id = job.memo;
    db.write_now(actor, move |tx| {
        let Some(at) = store::get(tx, id)? else { return Ok(()) };
        tx.lock(Lock::Group(at.room.raw()))?;
        let Some(row) = store::get(tx, id)? else { return Ok(()) };
        let mut memo = policy::at_its_time(&tx.actor(), row)?;
        let Some(section) = memo.section_room.take() else { return Ok(()) };
        memo.tick = tx.tick()?;
        store::leave_section(tx, &memo)?;
        events::tell_in(tx, &memo, Some(section));
        Ok(())
    })
}

/// Takes back in the section's room what was taken back in the direct one.
pub fn take_back_in_section(db: &Db, actor: Actor, talk: Talk, job: &TakeBackInSection) -> Result<()> {
    let message = job.message;
    db.write_now(actor, move |tx| talk.0.take_back(tx, message))
}

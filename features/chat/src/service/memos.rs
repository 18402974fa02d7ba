//! マイメモ: the direct room with oneself. A memo whose first line names a moment is put by with a reminder of that moment, and the room says so.

use crate::jobs::Remind;
use crate::model::{FARTHEST, MOST_SAVED, Message, Notice, NoticeCode};
use crate::service::planned::told;
use crate::service::talk::notice;
use crate::store;
use crate::store::rooms::RoomRow;
use db::Tx;
use kernel::{Actor, PersonId, Result, Timestamp, moment_in_words};

/// Whether a room is somebody's place for memos.
fn is_of(person: PersonId, room: &RoomRow) -> bool {
    room.direct_key.as_deref().is_some_and(|key| key == person.to_string())
}

/// The moment of which a memo of the actor's wants to remind; of nobody else's words, and of nothing from those who put nothing off.
pub(super) fn moment(actor: &Actor, room: &RoomRow, body: &str, now: Timestamp) -> Option<Timestamp> {
    if actor.outsider.is_some() || !is_of(actor.person, room) {
        return None;
    }
    let found = body.lines().next().and_then(|line| moment_in_words(line, now))?;
    (found.since(now) <= FARTHEST).then_some(found)
}

/// Lets a reminder follow the words of a memo, which is written down already. Its room and its author are locked. `before` is what the words
/// named until now: of what stays the same nothing is said.
pub(super) fn remind(tx: &mut Tx<'_>, room: &RoomRow, memo: &Message, before: Option<Timestamp>) -> Result<()> {
    let (actor, now) = (tx.actor(), tx.now());
    let Some(at) = moment(&actor, room, &memo.body, now).filter(|at| Some(*at) != before) else { return Ok(()) };
    // Who has put by as much as there may be writes on, without a reminder.
    if store::later::saved_one(tx, memo.id)?.is_none() && store::later::count_saved(tx)? >= MOST_SAVED {
        return Ok(());
    }
    store::later::save(tx, memo.id, room.id, Some(at))?;
    jobs::enqueue(tx, &Remind { at }, Some(at))?;
    told(tx, actor.person)?;
    notice(tx, room.id, Notice { until: Some(at), ..Notice::saying(NoticeCode::WillRemind, None) })
}

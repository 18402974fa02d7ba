//! Those to whom broadcasts go: what they received, reading it, and saying so.

use super::{files, is_answered_for, may_everywhere, offices, standing, view, with_powers};
use crate::events;
use crate::model::{
    Broadcast, BroadcastId, BroadcastRefusal, Document, Mine, Received, ReceivedLine, Replies, State, Summary,
};
use crate::store;
use crate::store::recipients::Own;
use db::{Conn, Lock, Tx};
use kernel::{Error, PersonId, Result, Timestamp, Verb};
use schemars::JsonSchema;
use serde::Serialize;

/// A broadcast, as far as whoever asks may know of it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ShownBroadcast")]
pub struct Shown {
    /// As one who received it.
    pub received: Option<Received>,
    /// As one who answers for it, oversees it or may consent to it.
    pub managed: Option<Broadcast>,
}

/// What waits for the actor. Nothing does for somebody on leave.
pub fn summary(conn: &mut Conn<'_>) -> Result<Summary> {
    let actor = conn.actor();
    if actor.leave.is_some() {
        return Ok(Summary::default());
    }
    let with_powers = with_powers(conn, actor)?;
    let waiting = if may_everywhere(conn, &with_powers, Verb::Release)? { store::waiting_count(conn)? } else { 0 };
    let offices = if actor.outsider.is_some() { Vec::new() } else { offices(conn)? };
    let unseen = store::replies::unseen(conn, &offices)?;
    let answers = store::answers_for_any(conn, &offices)?;
    Ok(Summary { unseen, waiting, answers, ..store::recipients::summary(conn)? })
}

/// Where a page of what somebody received begins.
pub type Key = (Timestamp, BroadcastId);

/// A page of what the actor received, the newest first, one more than `limit` when there are more; `pending`: only that for which they are
/// waited.
pub fn received(conn: &mut Conn<'_>, pending: bool, before: Option<Key>, limit: usize) -> Result<Vec<ReceivedLine>> {
    let from = before.unwrap_or((Timestamp::from_micros(i64::MAX), store::newest()));
    let own = store::recipients::page(conn, pending, from, limit + 1)?;
    let ids: Vec<BroadcastId> = own.iter().map(|own| own.id).collect();
    let documents = store::of_ids(conn, &ids)?;
    let names = view::names(conn, documents.values().map(|document| document.author))?;
    let known = own.iter().filter_map(|own| Some((own, documents.get(&own.id)?)));
    let now = conn.now();
    known.map(|(own, document)| line(&names, own, document, now)).collect()
}

fn line(names: &view::Names, own: &Own, document: &Document, now: Timestamp) -> Result<ReceivedLine> {
    let is_out = document.state == State::Sent;
    Ok(ReceivedLine {
        id: document.id,
        sender: view::sender(names, document)?,
        title: is_out.then(|| document.words.title.clone()),
        sent_at: own.sent_at,
        must_read: document.words.must_read,
        confirm_by: document.words.confirm_by,
        ends_at: document.words.ends_at,
        withdrawn: view::withdrawal(document),
        // Nobody waits for anybody to read what was taken back, or what is over.
        mine: Mine { pending: own.mine.pending && is_out && !document.words.is_over(now), ..own.mine },
    })
}

/// A broadcast, as far as the actor may know of it.
pub fn show(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Shown> {
    let (document, stand) = standing(conn, id)?;
    let own = store::recipients::mine(conn, id)?;
    let received = own.map(|own| as_received(conn, &own, &document)).transpose()?;
    let managed = match stand.side(document.state) {
        Some(_) => Some(view::managed(conn, document, stand)?),
        None => None,
    };
    match received.is_none() && managed.is_none() {
        true => Err(Error::not_found()),
        false => Ok(Shown { received, managed }),
    }
}

fn as_received(conn: &mut Conn<'_>, own: &Own, document: &Document) -> Result<Received> {
    let (names, now) = (view::names(conn, [document.author])?, conn.now());
    let answered = !document.words.is_over(now) && is_answered_for(conn, document)?;
    let is_out = document.state == State::Sent;
    Ok(Received {
        line: line(&names, own, document, now)?,
        body: is_out.then(|| document.words.body.clone()),
        files: if is_out { files::shown(conn, document.id)? } else { Vec::new() },
        // Nobody is asked to write where nobody is left to read.
        replies: if answered { document.words.replies } else { Replies::Closed },
        total: document.total,
    })
}

/// A broadcast that went to the actor, with their own row held.
pub(super) fn held_own(tx: &mut Tx<'_>, id: BroadcastId) -> Result<(Document, Own)> {
    let person: PersonId = tx.actor().person;
    tx.lock_both(Lock::Inside(id.raw()), Lock::Person(person))?;
    let own = store::recipients::mine(tx, id)?.ok_or_else(Error::not_found)?;
    let document = store::get(tx, id)?.ok_or_else(Error::not_found)?;
    Ok((document, own))
}

/// Notes that the actor has read a broadcast. Read again, it stays as it was.
pub fn read(tx: &mut Tx<'_>, id: BroadcastId) -> Result<Mine> {
    let (document, own) = held_own(tx, id)?;
    if document.state != State::Sent {
        return Ok(Mine { pending: false, ..own.mine });
    }
    // Opened after its end, what was to be confirmed is not: who sent it sees who never said so.
    let changed = store::recipients::read(tx, id, document.words.must_read)?;
    told(tx, &document, own.mine, changed)
}

/// The actor says that they have read it. Said again, it stays as it was; said late, it is said.
///
/// Errors: `broadcasts.nothing_to_confirm`, `broadcasts.not_sent` when it was taken back.
pub fn confirm(tx: &mut Tx<'_>, id: BroadcastId) -> Result<Mine> {
    let (document, own) = held_own(tx, id)?;
    match document.state {
        State::Sent if document.words.must_read => {}
        State::Sent => return Err(BroadcastRefusal::NothingToConfirm.into()),
        _ => return Err(BroadcastRefusal::NotSent.into()),
    }
    let changed = store::recipients::confirm(tx, id)?;
    told(tx, &document, own.mine, changed)
}

fn told(tx: &mut Tx<'_>, document: &Document, before: Mine, changed: bool) -> Result<Mine> {
    // What is over waits for nobody, whatever is still missing of it.
    let waits = !document.words.is_over(tx.now());
    if !changed {
        return Ok(Mine { pending: before.pending && waits, ..before });
    }
    let mine = store::recipients::mine(tx, document.id)?.ok_or_else(Error::not_found)?.mine;
    let mine = Mine { pending: mine.pending && waits, ..mine };
    let person = tx.actor().person;
    tx.emit(events::mine_changed(person, document.id, mine));
    Ok(mine)
}

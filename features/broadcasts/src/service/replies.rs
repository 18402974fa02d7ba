//! Replies: between a recipient and those in whose name a broadcast comes, seen by nobody else.

use super::{is_answered_for, reading, standing, tell_senders, view};
use crate::events::{self, News};
use crate::model::{
    BroadcastId, BroadcastRefusal, Conversation, Document, LONGEST_REPLY, Replies, Reply, ReplyId, State, checked_text,
};
use crate::policy;
use crate::store;
use crate::store::replies::ReplyRow;
use db::{Conn, Lock, Tx};
use directory::service::barriers;
use kernel::{Error, Id, PersonId, Result};

/// Replies in one conversation at most.
const MOST_REPLIES: usize = 500;
/// Graphemes of the newest reply in a list.
const EXCERPT: usize = 100;

fn shown(conn: &mut Conn<'_>, rows: Vec<ReplyRow>) -> Result<Vec<Reply>> {
    let names = view::names(conn, rows.iter().flat_map(|row| row.operator.into_iter().chain([row.author])))?;
    let reply = |row: ReplyRow| {
        Some(Reply {
            id: row.id,
            author: names.get(&row.author).cloned()?,
            operator: row.operator.and_then(|operator| names.get(&operator)).map(|brief| brief.name.clone()),
            by_recipient: row.author == row.person,
            body: row.body,
            said_at: row.said_at,
            seen: row.seen,
            tick: row.tick,
        })
    };
    Ok(rows.into_iter().filter_map(reply).collect())
}

/// What the actor, who received a broadcast, wrote about it, with the answers.
pub fn own(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Vec<Reply>> {
    store::recipients::mine(conn, id)?.ok_or_else(Error::not_found)?;
    let person = conn.actor().person;
    let rows = store::replies::of_person(conn, id, person, MOST_REPLIES)?;
    shown(conn, rows)
}

fn may_write(document: &Document) -> Result<()> {
    match (document.words.replies, document.state) {
        (Replies::Closed, _) => Err(BroadcastRefusal::NoReplies.into()),
        (Replies::Sender, State::Sent) => Ok(()),
        (Replies::Sender, _) => Err(BroadcastRefusal::NotSent.into()),
    }
}

/// Adds a reply, unless it is there already.
fn add(tx: &mut Tx<'_>, id: Option<ReplyId>, broadcast: BroadcastId, person: PersonId, body: &str) -> Result<Reply> {
    let body = checked_text("body", body, LONGEST_REPLY)?;
    let id = id.unwrap_or_else(|| tx.id());
    let author = tx.actor().person;
    match store::replies::get(tx, id)? {
        // Sent again because the answer was lost.
        Some(known) if (known.author, known.broadcast, known.person) == (author, broadcast, person) => {}
        Some(_) => return Err(BroadcastRefusal::IdTaken.into()),
        None => {
            if store::replies::count(tx, broadcast, person)? >= MOST_REPLIES as i64 {
                return Err(Error::field("body", "too_many"));
            }
            store::replies::insert(tx, id, broadcast, person, &body)?;
        }
    }
    let row = store::replies::get(tx, id)?.ok_or_else(Error::not_found)?;
    shown(tx, vec![row])?.pop().ok_or_else(Error::not_found)
}

/// The actor, who received a broadcast, writes to those in whose name it came.
///
/// Errors: `broadcasts.no_replies`, also when nobody is here any more who reads it, `broadcasts.not_sent` when it was taken back, `id_taken`, faults of `body`.
pub fn reply(tx: &mut Tx<'_>, broadcast: BroadcastId, id: Option<ReplyId>, body: &str) -> Result<Reply> {
    let (document, _) = reading::held_own(tx, broadcast)?;
    may_write(&document)?;
    if document.words.is_over(tx.now()) || !is_answered_for(tx, &document)? {
        return Err(BroadcastRefusal::NoReplies.into());
    }
    let person = tx.actor().person;
    let reply = add(tx, id, broadcast, person, body)?;
    tell_senders(tx, &document, News::Replied)?;
    tx.emit(events::changed(person, broadcast, News::Moved));
    Ok(reply)
}

/// The actor, who received a broadcast, has looked at the answers.
pub fn saw(tx: &mut Tx<'_>, broadcast: BroadcastId) -> Result<()> {
    reading::held_own(tx, broadcast)?;
    let person = tx.actor().person;
    if store::replies::see(tx, broadcast, person, true)? {
        tx.emit(events::changed(person, broadcast, News::Moved));
    }
    Ok(())
}

fn answerable(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Document> {
    let (document, stand) = standing(conn, id)?;
    policy::may_answer(stand, document)
}

/// A page of what recipients wrote, the newest first, each with where it stands in the list, one more than `limit` when there are more.
pub fn conversations(
    conn: &mut Conn<'_>,
    id: BroadcastId,
    before: Option<ReplyId>,
    limit: usize,
) -> Result<Vec<(Option<Conversation>, ReplyId)>> {
    answerable(conn, id)?;
    let found = store::replies::conversations(conn, id, before.unwrap_or(Id::from_raw(i64::MAX)), limit + 1)?;
    // Whoever writes to somebody is known to them, unless a barrier hides them from who reads it by now.
    let people: Vec<PersonId> = found.iter().map(|short| short.person).collect();
    let mut names = view::names(conn, people.iter().copied())?;
    for hidden in barriers::towards(conn, &people)?.hidden() {
        names.remove(&hidden);
    }
    let conversation = |short: store::replies::InShort| {
        let shown = names.remove(&short.person).map(|person| Conversation {
            person,
            last: text::ellipsize(&short.body, EXCERPT).into_owned(),
            last_at: short.said_at,
            count: short.count,
            unseen: short.unseen,
        });
        (shown, short.last)
    };
    Ok(found.into_iter().map(conversation).collect())
}

/// A recipient to whom a broadcast of the actor's went.
fn recipient(conn: &mut Conn<'_>, id: BroadcastId, person: PersonId) -> Result<Document> {
    let document = answerable(conn, id)?;
    // Only those who wrote are answered: to all others the way is the broadcast itself.
    match store::replies::count(conn, id, person)? {
        0 => Err(Error::not_found()),
        _ if !barriers::towards(conn, &[person])?.contact(person).find => Err(Error::not_found()),
        _ => Ok(document),
    }
}

/// What was written with one recipient.
pub fn conversation(conn: &mut Conn<'_>, id: BroadcastId, person: PersonId) -> Result<Vec<Reply>> {
    recipient(conn, id, person)?;
    let rows = store::replies::of_person(conn, id, person, MOST_REPLIES)?;
    shown(conn, rows)
}

/// Answers a recipient who wrote, in the name in which the broadcast came.
///
/// Errors: `broadcasts.barred` when a contact barrier keeps the actor from it by now, `broadcasts.not_sent` when it was taken back, `id_taken`,
/// faults of `body`.
pub fn answer(
    tx: &mut Tx<'_>,
    broadcast: BroadcastId,
    person: PersonId,
    id: Option<ReplyId>,
    body: &str,
) -> Result<Reply> {
    tx.lock_both(Lock::Inside(broadcast.raw()), Lock::Person(person))?;
    let document = recipient(tx, broadcast, person)?;
    may_write(&document)?;
    // Their own broadcast's conversation with themselves is nobody's: a holder of the post who received it writes as a recipient.
    if tx.actor().person == person {
        return Err(Error::not_found());
    }
    if !barriers::towards(tx, &[person])?.contact(person).write {
        return Err(BroadcastRefusal::Barred.into());
    }
    let reply = add(tx, id, broadcast, person, body)?;
    tx.emit(events::changed(person, broadcast, News::Replied));
    tell_senders(tx, &document, News::Moved)?;
    Ok(reply)
}

/// Those in whose name the broadcast came have looked at what a recipient wrote.
pub fn looked(tx: &mut Tx<'_>, broadcast: BroadcastId, person: PersonId) -> Result<()> {
    tx.lock_both(Lock::Inside(broadcast.raw()), Lock::Person(person))?;
    let document = recipient(tx, broadcast, person)?;
    match store::replies::see(tx, broadcast, person, false)? {
        true => tell_senders(tx, &document, News::Moved),
        false => Ok(()),
    }
}

//! Threads: a stream of its own below a message of the room.

use crate::events;
use crate::model::{ChatRefusal, Message, MessageId, RoomId, Thread};
use crate::policy;
use crate::service::calling::mention;
use crate::service::talk::{self, Around, impersonal, stream_page};
use crate::service::view;
use crate::store;
use crate::store::messages::MessageRow;
use crate::store::rooms::RoomRow;
use db::{Conn, Lock, Tx};
use directory::model::PersonBrief;
use kernel::{Error, PersonId, Result, Timestamp};
use std::collections::BTreeSet;

/// People named with a thread.
const PARTICIPANTS: usize = 5;

/// Adds a reply under the root that the row's stream names, by who is there, or has planned it and is not. The room is locked and may be written.
pub(crate) fn reply(tx: &mut Tx<'_>, room: &RoomRow, mut row: MessageRow, attended: bool) -> Result<Message> {
    let root_id: MessageId = row.stream.cast();
    let root = store::messages::get(tx, root_id)?.filter(|root| root.room == room.id);
    let root = root.ok_or_else(|| Error::field("thread", "unknown"))?;
    if root.thread().is_some() {
        return Err(ChatRefusal::ThreadInThread.into());
    }
    let fresh = Thread {
        id: root_id,
        room_id: room.id,
        title: None,
        replies: 0,
        last_seq: 0,
        last_at: row.sent_at,
        participants: Vec::new(),
        resolved_at: None,
        tick: row.tick,
        mine: None,
    };
    let mut thread = store::threads::get(tx, root_id)?.unwrap_or(fresh);
    thread.replies += 1;
    thread.last_seq += 1;
    thread.last_at = row.sent_at;
    thread.tick = row.tick;
    thread.participants.retain(|person| *person != row.author);
    thread.participants.push(row.author);
    if thread.participants.len() > PARTICIPANTS {
        thread.participants.remove(0);
    }
    row.seq = thread.last_seq;
    store::threads::put(tx, &thread)?;
    store::messages::insert(tx, &row)?;
    let message = view::new_message(tx, row.clone())?;
    tx.emit(events::message_posted(&message, Some(&impersonal(&thread))));

    let mentioned = mention(tx, &row, &BTreeSet::new())?;
    // Whoever had read everything may not hold the thread at all: the first screen shows only threads with unread replies.
    for person in store::threads::caught_up(tx, root_id, row.seq - 1)? {
        if person != row.author {
            tell_mine(tx, &thread, person)?;
        }
    }
    // The author has read their own reply; who is drawn in now has it before them.
    match store::threads::follow_new(tx, &thread, row.author, row.seq)? {
        true => {}
        false if attended => drop(store::threads::read_up(tx, row.author, root_id, row.seq)?),
        false => store::later::passed_thread(tx, &thread, row.author)?,
    }
    tell_mine(tx, &thread, row.author)?;
    let members = store::members::of(tx, room.id)?;
    let drawn_in = mentioned.into_iter().chain([root.author]);
    for person in drawn_in.filter(|person| *person != row.author && members.contains_key(person)) {
        if store::threads::follow_new(tx, &thread, person, row.seq - 1)? {
            tell_mine(tx, &thread, person)?;
        }
    }
    Ok(message)
}

/// Tells somebody of their own side of a thread.
pub(crate) fn tell_mine(tx: &mut Tx<'_>, thread: &Thread, person: PersonId) -> Result<()> {
    let mine = store::threads::mine(tx, person, thread.id)?;
    tx.emit(events::thread_mine_changed(person, &Thread { mine, ..thread.clone() }));
    Ok(())
}

/// A thread with the actor's side of it.
fn with_mine(conn: &mut Conn<'_>, thread: Thread) -> Result<Thread> {
    let person = conn.actor().person;
    let mine = store::threads::mine(conn, person, thread.id)?;
    Ok(Thread { mine, ..thread })
}

/// A page of a thread.
pub struct ThreadPage {
    /// The replies, in rising order.
    pub messages: Vec<Message>,
    /// Everybody named in them and in the root.
    pub people: Vec<PersonBrief>,
    /// The message above them.
    pub root: Message,
    /// The thread; nothing while nobody has replied.
    pub thread: Option<Thread>,
    /// The room.
    pub room_id: RoomId,
}

/// The replies below a message.
pub fn page(conn: &mut Conn<'_>, root: MessageId, around: Around, limit: usize) -> Result<ThreadPage> {
    let (root, room) = talk::readable(conn, root)?;
    if root.thread().is_some() {
        return Err(ChatRefusal::ThreadInThread.into());
    }
    let id = root.id;
    let mut rows = vec![root];
    rows.extend(stream_page(conn, room.id, id.cast(), around, limit)?);
    let shown = view::shown(conn, rows)?;
    let mut messages = shown.messages;
    let root = messages.remove(0);
    let thread = match store::threads::get(conn, id)? {
        Some(thread) => Some(with_mine(conn, thread)?),
        None => None,
    };
    Ok(ThreadPage { messages, people: shown.people, root, thread, room_id: room.id })
}

/// What of a thread changes.
#[derive(Debug, Clone, Default)]
pub struct ThreadChange {
    /// Whether the actor is told of replies.
    pub following: Option<bool>,
    /// Whether it is settled.
    pub resolved: Option<bool>,
    /// Its title; empty takes it away.
    pub title: Option<String>,
}

/// Follows, settles or names a thread.
pub fn change(tx: &mut Tx<'_>, id: MessageId, change: &ThreadChange) -> Result<Thread> {
    let (row, _) = talk::readable(tx, id)?;
    let person = tx.actor().person;
    tx.lock_both(Lock::Group(row.room.raw()), Lock::Person(person))?;
    let (room, mine) = super::room(tx, row.room)?;
    let room = policy::may_write(&tx.actor(), room, mine.as_ref())?;
    let known = store::threads::get(tx, id)?;
    let mut thread = known.ok_or_else(Error::not_found)?;
    if change.resolved.is_some() || change.title.is_some() {
        if let Some(resolved) = change.resolved {
            thread.resolved_at = resolved.then(|| tx.now());
        }
        if let Some(title) = &change.title {
            let title = text::truncate(title.trim(), 100);
            thread.title = (!title.is_empty()).then(|| title.to_owned());
        }
        thread.tick = tx.tick()?;
        store::threads::put(tx, &thread)?;
        tx.emit(events::thread_changed(&thread));
    }
    if let Some(following) = change.following {
        store::threads::set_following(tx, &thread, following)?;
        tell_mine(tx, &thread, person)?;
    }
    debug_assert_eq!(room.id, thread.room_id);
    with_mine(tx, thread)
}

/// Notes that the actor has read a thread up to a number.
pub fn read(tx: &mut Tx<'_>, id: MessageId, seq: i64) -> Result<Thread> {
    let (row, _) = talk::readable(tx, id)?;
    let person = tx.actor().person;
    tx.lock_both(Lock::Inside(row.room.raw()), Lock::Person(person))?;
    let thread = store::threads::get(tx, id)?.ok_or_else(Error::not_found)?;
    if store::threads::read_up(tx, person, id, seq.clamp(0, thread.last_seq))? {
        tell_mine(tx, &thread, person)?;
    }
    with_mine(tx, thread)
}

/// A thread in the inbox.
pub struct InboxItem {
    /// The thread with the actor's side.
    pub thread: Thread,
    /// The message above it.
    pub root: Message,
    /// Its last replies.
    pub latest: Vec<Message>,
}

/// The threads that the actor follows, the newest first, one more than `limit` when there are more.
pub fn inbox(
    conn: &mut Conn<'_>,
    before: Option<(Timestamp, MessageId)>,
    limit: usize,
) -> Result<(Vec<InboxItem>, Vec<PersonBrief>)> {
    let start = before.unwrap_or((Timestamp::from_micros(i64::MAX), MessageId::from_raw(i64::MAX)));
    let threads = store::threads::followed(conn, start, limit + 1)?;
    let mut rows = store::messages::by_ids(conn, &threads.iter().map(|thread| thread.id).collect::<Vec<_>>())?;
    for thread in &threads {
        rows.extend(store::messages::before(conn, thread.id.cast(), i64::MAX, 2)?);
    }
    let shown = view::shown(conn, rows)?;
    let items = threads.into_iter().filter_map(|thread| {
        let root = shown.messages.iter().find(|message| message.id == thread.id)?.clone();
        let of_thread = |message: &&Message| message.thread_id == Some(thread.id);
        let latest = shown.messages.iter().filter(of_thread).cloned().collect();
        Some(InboxItem { thread, root, latest })
    });
    Ok((items.collect(), shown.people))
}

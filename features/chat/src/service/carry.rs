//! Carrying talk in from elsewhere: imports and the demo town. Times, edits and reactions stay what they were; nobody is
//! rung for it. Everything bears being done twice.

use crate::model::{Extra, MessageId, MessageKind, Role, RoomId, RoomKind, Rule, Thread};
use crate::service::following::follow_quietly;
use crate::service::members::tell_joined;
use crate::service::searching::MESSAGES;
use crate::store;
use crate::store::members::Belonging;
use crate::store::messages::MessageRow;
use crate::store::rooms::RoomRow;
use db::{Lock, Tx};
use directory::model::UnitId;
use kernel::{Error, PersonId, Result, Timestamp};
use std::collections::{BTreeSet, HashSet};

/// A room that comes from elsewhere.
#[derive(Debug, Clone)]
pub struct OldRoom {
    /// The id that it gets, the same at every try.
    pub id: RoomId,
    /// What sort.
    pub kind: RoomKind,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// For a unit's room.
    pub unit_id: Option<UnitId>,
    /// For a room by rule.
    pub rule: Option<Rule>,
    /// Since when it exists.
    pub created_at: Timestamp,
    /// When it was closed for writing.
    pub archived_at: Option<Timestamp>,
    /// Who belongs to it by hand, and as what.
    pub members: Vec<(PersonId, Role)>,
}

/// A message that comes from elsewhere.
#[derive(Debug, Clone)]
pub struct OldMessage {
    /// The id that it gets, the same at every try.
    pub id: MessageId,
    /// Who wrote it.
    pub author: PersonId,
    /// The name shown instead, for bots and authors who are nobody of ours.
    pub via: Option<String>,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The words, in our own markup.
    pub body: String,
    /// A notice, and files of which only the names came along.
    pub extra: Extra,
    /// The message that it answers.
    pub quote: Option<MessageId>,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// When it was taken back; the words are then not carried in.
    pub withdrawn_at: Option<Timestamp>,
    /// Code, person, time.
    pub reactions: Vec<(String, PersonId, Timestamp)>,
    /// Replies in its thread, the oldest first.
    pub replies: Vec<OldMessage>,
}

/// How much of what was carried in was new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Carried {
    /// Messages and replies.
    pub messages: usize,
    /// Reactions.
    pub reactions: usize,
}

/// Makes a room that comes from elsewhere, when it is not there, without its members: they come by [`join`] when all
/// that was said in it is there.
pub fn make_room(tx: &mut Tx<'_>, old: &OldRoom) -> Result<RoomRow> {
    let org = tx.actor().org;
    tx.lock_both(Lock::Org(org), Lock::Group(old.id.raw()))?;
    if let Some((row, _)) = store::rooms::get(tx, old.id)? {
        return Ok(row);
    }
    let row = fresh(tx, old);
    store::rooms::insert(tx, &row)?;
    store::rooms::set_since(tx, old.id, old.created_at)?;
    Ok(row)
}

/// Carries a room in: made when it is not there, its members added.
pub fn room(tx: &mut Tx<'_>, old: &OldRoom) -> Result<()> {
    let row = make_room(tx, old)?;
    let present = store::members::of(tx, old.id)?;
    for (person, role) in old.members.iter().filter(|(person, _)| !present.contains_key(person)) {
        store::members::put(tx, old.id, *person, Belonging::by_hand(*role), 0)?;
    }
    follow_quietly(tx, &RoomRow { last_seq: 0, ..row })?;
    store::rooms::recount(tx, old.id)?;
    Ok(())
}

fn fresh(tx: &Tx<'_>, old: &OldRoom) -> RoomRow {
    let mut people: Vec<String> = old.members.iter().map(|(person, _)| person.to_string()).collect();
    people.sort();
    let owner = old.members.iter().find(|(_, role)| *role == Role::Owner).map(|(person, _)| *person);
    RoomRow {
        purpose: old.purpose.clone(),
        unit_id: old.unit_id,
        rule: old.rule.clone(),
        direct_key: (old.kind == RoomKind::Direct).then(|| people.join(",")),
        created_by: owner.unwrap_or(tx.actor().person),
        last_at: old.created_at,
        ..RoomRow::made(tx, old.id, old.kind, old.name.clone())
    }
}

/// Carries messages into a room, after those that it has. Those whose ids are there already are passed over.
pub fn messages(tx: &mut Tx<'_>, id: RoomId, old: &[OldMessage]) -> Result<Carried> {
    tx.lock(Lock::Group(id.raw()))?;
    let mut new = Vec::with_capacity(old.len());
    for message in old {
        new.push(store::messages::get(tx, message.id)?.is_none());
    }
    carry_in(tx, id, old, &new)
}

/// [`messages`] for those of which the caller knows that they are new.
///
/// Errors: `already_exists` when an id is something else's.
pub fn new_messages(tx: &mut Tx<'_>, id: RoomId, old: &[OldMessage]) -> Result<Carried> {
    tx.lock(Lock::Group(id.raw()))?;
    carry_in(tx, id, old, &vec![true; old.len()])
}

fn carry_in(tx: &mut Tx<'_>, id: RoomId, old: &[OldMessage], new: &[bool]) -> Result<Carried> {
    let (room, _) = store::rooms::get(tx, id)?.ok_or_else(Error::not_found)?;
    let (mut carried, mut ids) = (Carried::default(), Vec::new());
    let (mut seq, mut at) = (room.last_seq, room.last_at);
    for (message, new) in old.iter().zip(new) {
        if *new {
            seq += 1;
            at = at.max(message.sent_at);
            let row = row(tx, id, message, id.cast(), seq)?;
            store::messages::insert(tx, &row)?;
            note_mentions(tx, &row)?;
            ids.push(row.id.raw());
            carried.messages += 1;
        }
        carried.reactions += react(tx, message)?;
        replies(tx, id, message, &mut carried)?;
    }
    if seq != room.last_seq {
        store::rooms::advance(tx, id, seq, at)?;
    }
    search::wait(tx, MESSAGES, ids)?;
    Ok(carried)
}

fn row(
    tx: &mut Tx<'_>,
    room: RoomId,
    old: &OldMessage,
    stream: crate::model::StreamId,
    seq: i64,
) -> Result<MessageRow> {
    let withdrawn = old.withdrawn_at.is_some();
    let body = if withdrawn { String::new() } else { old.body.clone() };
    Ok(MessageRow {
        id: old.id,
        stream,
        seq,
        room,
        author: old.author,
        via: old.via.clone(),
        kind: if old.extra.notice.is_some() { MessageKind::Notice } else { MessageKind::Text },
        everyone: stream.raw() == room.raw() && text::mentions(&body).everyone,
        body,
        extra: if withdrawn { Extra::default() } else { old.extra.clone() },
        quote: old.quote,
        sent_at: old.sent_at,
        edited_at: old.edited_at,
        withdrawn_at: old.withdrawn_at,
        tick: tx.tick()?,
    })
}

/// Notes whom a message mentions, and gives them.
fn note_mentions(tx: &mut Tx<'_>, row: &MessageRow) -> Result<BTreeSet<PersonId>> {
    if row.everyone {
        store::messages::put_everyone(tx, row)?;
    }
    let mentions = text::mentions(&row.body);
    let mut people: BTreeSet<PersonId> = mentions.people.iter().filter_map(|id| id.parse().ok()).collect();
    people.remove(&row.author);
    for person in &people {
        store::messages::put_mention(tx, row, *person)?;
    }
    Ok(people)
}

/// Adds the reactions of a message that is there; how many were new.
pub fn react(tx: &mut Tx<'_>, old: &OldMessage) -> Result<usize> {
    let mut new = 0;
    for (code, person, at) in &old.reactions {
        new += usize::from(store::messages::react(tx, old.id, code, *person, *at)?);
    }
    Ok(new)
}

fn replies(tx: &mut Tx<'_>, room: RoomId, root: &OldMessage, carried: &mut Carried) -> Result<()> {
    let mut new = Vec::with_capacity(root.replies.len());
    for reply in &root.replies {
        new.push(store::messages::get(tx, reply.id)?.is_none());
    }
    thread(tx, (root.id, root.author, root.sent_at), room, (&root.replies, &new), None, carried)
}

/// Carries replies in; the room's members follow when no other people are given.
fn thread(
    tx: &mut Tx<'_>,
    (root, author, since): (MessageId, PersonId, Timestamp),
    room: RoomId,
    (old, new): (&[OldMessage], &[bool]),
    people: Option<&HashSet<PersonId>>,
    carried: &mut Carried,
) -> Result<()> {
    if old.is_empty() {
        return Ok(());
    }
    let mut thread = match store::threads::get(tx, root)? {
        Some(thread) => thread,
        None => Thread {
            id: root,
            room_id: room,
            title: None,
            replies: 0,
            last_seq: 0,
            last_at: since,
            participants: Vec::new(),
            resolved_at: None,
            tick: tx.tick()?,
            mine: None,
        },
    };
    let (before, mut ids) = (thread.last_seq, Vec::new());
    let mut followers = BTreeSet::from([author]);
    for (reply, new) in old.iter().zip(new) {
        if *new {
            thread.last_seq += 1;
            thread.replies += 1;
            thread.last_at = thread.last_at.max(reply.sent_at);
            thread.participants.retain(|person| *person != reply.author);
            thread.participants.push(reply.author);
            if thread.participants.len() > 5 {
                thread.participants.remove(0);
            }
            followers.insert(reply.author);
            // The thread's row first: followers and replies refer to it.
            if thread.last_seq == 1 {
                store::threads::put(tx, &thread)?;
            }
            let row = row(tx, room, reply, root.cast(), thread.last_seq)?;
            store::messages::insert(tx, &row)?;
            followers.extend(note_mentions(tx, &row)?);
            ids.push(row.id.raw());
            carried.messages += 1;
        }
        carried.reactions += react(tx, reply)?;
    }
    search::wait(tx, MESSAGES, ids)?;
    if thread.last_seq != before {
        thread.tick = tx.tick()?;
        store::threads::put(tx, &thread)?;
        store::personal::read_thread_along(tx, root, before, thread.last_seq)?;
        let members;
        let people = match people {
            Some(people) => people,
            None => {
                members = store::members::of(tx, room)?.into_keys().collect();
                &members
            }
        };
        for person in followers.into_iter().filter(|person| people.contains(person)) {
            store::threads::follow_new(tx, &thread, person, thread.last_seq)?;
        }
    }
    Ok(())
}

/// Adds people to a room that was carried in, as having read all of it; those who are there stay as they are. Counts
/// the members anew and gives those who are new, whom [`tell`] should tell.
pub fn join(tx: &mut Tx<'_>, id: RoomId, people: &[(PersonId, Role)], read_at: Timestamp) -> Result<Vec<PersonId>> {
    tx.lock(Lock::Group(id.raw()))?;
    let (room, _) = store::rooms::get(tx, id)?.ok_or_else(Error::not_found)?;
    let present = store::members::of(tx, id)?;
    let mut joined = Vec::new();
    for (person, role) in people.iter().filter(|(person, _)| !present.contains_key(person)) {
        store::members::put(tx, id, *person, Belonging::by_hand(*role), 0)?;
        store::rooms::set_read(tx, id, *person, room.last_seq, read_at)?;
        joined.push(*person);
    }
    if !joined.is_empty() {
        store::rooms::recount(tx, id)?;
    }
    Ok(joined)
}

/// Tells members of a room how it is now, all of it at once: what was carried in rang nobody.
pub fn tell(tx: &mut Tx<'_>, id: RoomId, people: &[PersonId]) -> Result<()> {
    tx.lock(Lock::Group(id.raw()))?;
    tell_joined(tx, id, people)
}

/// Moves those who had read a room up to a number to its present end: what was carried in is old and counts against
/// nobody, but what they had left unread stays so.
pub fn read_along(tx: &mut Tx<'_>, id: RoomId, before: i64, read_at: Timestamp) -> Result<()> {
    tx.lock(Lock::Group(id.raw()))?;
    store::personal::read_room_along(tx, id, before, read_at)
}

/// Carries replies into the thread of a message that is there, after those that it has; the caller knows that they are
/// new. Of the people given, writers and those spoken to follow it, and have read it.
///
/// Errors: `already_exists` when an id is something else's.
pub fn replies_to(
    tx: &mut Tx<'_>,
    id: RoomId,
    root: MessageId,
    old: &[OldMessage],
    people: &HashSet<PersonId>,
) -> Result<Carried> {
    tx.lock(Lock::Group(id.raw()))?;
    let root = store::messages::get(tx, root)?.filter(|root| root.room == id).ok_or_else(Error::not_found)?;
    let mut carried = Carried::default();
    let new = vec![true; old.len()];
    thread(tx, (root.id, root.author, root.sent_at), id, (old, &new), Some(people), &mut carried)?;
    Ok(carried)
}

/// Says how far somebody has read a room that was carried in.
pub fn read_up_to(tx: &mut Tx<'_>, room: RoomId, person: PersonId, seq: i64, at: Timestamp) -> Result<()> {
    tx.lock(Lock::Group(room.raw()))?;
    store::rooms::set_read(tx, room, person, seq, at)
}

/// Marks a room that was carried in as read to its end by everybody in it, and closes it if it was closed.
pub fn finish(tx: &mut Tx<'_>, id: RoomId, read_at: Timestamp, archived_at: Option<Timestamp>) -> Result<()> {
    tx.lock(Lock::Group(id.raw()))?;
    let (room, _) = store::rooms::get(tx, id)?.ok_or_else(Error::not_found)?;
    for person in store::members::of(tx, id)?.into_keys() {
        store::rooms::set_read(tx, id, person, room.last_seq, read_at)?;
    }
    match archived_at {
        Some(at) => archive(tx, id, at),
        None => Ok(()),
    }
}

/// Closes a room that was carried in, as of a moment.
pub fn archive(tx: &mut Tx<'_>, id: RoomId, at: Timestamp) -> Result<()> {
    tx.lock(Lock::Group(id.raw()))?;
    let (room, _) = store::rooms::get(tx, id)?.ok_or_else(Error::not_found)?;
    let mut room = crate::policy::may_manage(&tx.actor(), room, None)?;
    room.archived_at = Some(at);
    store::rooms::update(tx, &room).map(|_| ())
}

//! Carrying talk in from elsewhere: imports and the demo town. Times, edits and reactions stay what they were; nobody is
//! rung for it. Everything bears being done twice.

use crate::model::{Extra, MessageId, MessageKind, Role, RoomId, RoomKind, Rule, Thread};
use crate::service::members::follow_quietly;
use crate::store;
use crate::store::messages::MessageRow;
use crate::store::rooms::{Belonging, RoomRow};
use db::{Lock, Tx};
use directory::model::UnitId;
use kernel::{Error, PersonId, Result, Timestamp};
use std::collections::BTreeSet;

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

/// Carries a room in: made when it is not there, its members added.
pub fn room(tx: &mut Tx<'_>, old: &OldRoom) -> Result<()> {
    let org = tx.actor().org;
    tx.lock_both(Lock::Org(org), Lock::Group(old.id.raw()))?;
    let row = match store::rooms::get(tx, old.id)? {
        Some((row, _)) => row,
        None => {
            let row = fresh(tx, old);
            store::rooms::insert(tx, &row)?;
            store::rooms::set_since(tx, old.id, old.created_at)?;
            row
        }
    };
    let present = store::rooms::members(tx, old.id)?;
    for (person, role) in old.members.iter().filter(|(person, _)| !present.contains_key(person)) {
        store::rooms::put_member(tx, old.id, *person, Belonging { derived: false, role: *role }, 0)?;
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
        id: old.id,
        kind: old.kind,
        name: old.name.clone(),
        purpose: old.purpose.clone(),
        unit_id: old.unit_id,
        rule: old.rule.clone(),
        direct_key: (old.kind == RoomKind::Direct).then(|| people.join(",")),
        created_by: owner.unwrap_or(tx.actor().person),
        archived_at: None,
        member_count: 0,
        last_seq: 0,
        last_at: old.created_at,
        tick: 0,
    }
}

/// Carries messages into a room, after those that it has. Those whose ids are there already are passed over.
pub fn messages(tx: &mut Tx<'_>, id: RoomId, old: &[OldMessage]) -> Result<Carried> {
    tx.lock(Lock::Group(id.raw()))?;
    let (room, _) = store::rooms::get(tx, id)?.ok_or_else(Error::not_found)?;
    let mut carried = Carried::default();
    let (mut seq, mut at) = (room.last_seq, room.last_at);
    for message in old {
        let known = store::messages::get(tx, message.id)?;
        if known.is_none() {
            seq += 1;
            at = at.max(message.sent_at);
            let row = row(tx, id, message, id.cast(), seq)?;
            store::messages::insert(tx, &row)?;
            note_mentions(tx, &row)?;
            carried.messages += 1;
        }
        react(tx, message, &mut carried)?;
        replies(tx, id, message, &mut carried)?;
    }
    if seq != room.last_seq {
        store::rooms::advance(tx, id, seq, at)?;
    }
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

fn note_mentions(tx: &mut Tx<'_>, row: &MessageRow) -> Result<()> {
    if row.everyone {
        store::messages::put_everyone(tx, row)?;
    }
    let mentions = text::mentions(&row.body);
    let people: BTreeSet<PersonId> = mentions.people.iter().filter_map(|id| id.parse().ok()).collect();
    for person in people.into_iter().filter(|person| *person != row.author) {
        store::messages::put_mention(tx, row, person)?;
    }
    Ok(())
}

fn react(tx: &mut Tx<'_>, old: &OldMessage, carried: &mut Carried) -> Result<()> {
    for (code, person, at) in &old.reactions {
        carried.reactions += usize::from(store::messages::react(tx, old.id, code, *person, *at)?);
    }
    Ok(())
}

fn replies(tx: &mut Tx<'_>, room: RoomId, root: &OldMessage, carried: &mut Carried) -> Result<()> {
    if root.replies.is_empty() {
        return Ok(());
    }
    let mut thread = match store::threads::get(tx, root.id)? {
        Some(thread) => thread,
        None => Thread {
            id: root.id,
            room_id: room,
            title: None,
            replies: 0,
            last_seq: 0,
            last_at: root.sent_at,
            participants: Vec::new(),
            resolved_at: None,
            tick: tx.tick()?,
            mine: None,
        },
    };
    let before = thread.last_seq;
    let mut writers = BTreeSet::from([root.author]);
    for reply in &root.replies {
        if store::messages::get(tx, reply.id)?.is_none() {
            thread.last_seq += 1;
            thread.replies += 1;
            thread.last_at = thread.last_at.max(reply.sent_at);
            thread.participants.retain(|person| *person != reply.author);
            thread.participants.push(reply.author);
            if thread.participants.len() > 5 {
                thread.participants.remove(0);
            }
            writers.insert(reply.author);
            // The thread's row first: followers and replies refer to it.
            if thread.last_seq == 1 {
                store::threads::put(tx, &thread)?;
            }
            let row = row(tx, room, reply, root.id.cast(), thread.last_seq)?;
            store::messages::insert(tx, &row)?;
            note_mentions(tx, &row)?;
            carried.messages += 1;
        }
        react(tx, reply, carried)?;
    }
    if thread.last_seq != before {
        thread.tick = tx.tick()?;
        store::threads::put(tx, &thread)?;
        let members = store::rooms::members(tx, room)?;
        for person in writers.into_iter().filter(|person| members.contains_key(person)) {
            store::threads::follow_new(tx, &thread, person, thread.last_seq)?;
        }
    }
    Ok(())
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
    for person in store::rooms::members(tx, id)?.into_keys() {
        store::rooms::set_read(tx, id, person, room.last_seq, read_at)?;
    }
    if archived_at.is_some() {
        let mut room = crate::policy::may_manage(&tx.actor(), room, None)?;
        room.archived_at = archived_at;
        store::rooms::update(tx, &room)?;
    }
    Ok(())
}

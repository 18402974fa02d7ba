//! Messages, in batches of one transaction each.

use crate::service::translate::Translated;
use crate::store::{self, Kind};
use chat::model::{MessageId, RoomId};
use chat::service::carry::{self, OldMessage};
use db::{Conn, Lock, Tx};
use kernel::{Id, PersonId, Result};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Some messages of one channel, the oldest first.
pub struct Batch {
    /// The channel.
    pub slack_id: String,
    /// The room that it is here.
    pub room: RoomId,
    /// Its people, who follow threads that they write in.
    pub people: Arc<HashSet<PersonId>>,
    /// The messages, each once.
    pub messages: Vec<Translated>,
}

/// What of a batch was new, and what was there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Messages, replies included: new, known.
    pub messages: [u64; 2],
    /// Replies.
    pub replies: [u64; 2],
    /// Copies of replies in the room.
    pub broadcasts: [u64; 2],
    /// Reactions; a known one is one that had been there.
    pub reactions: [u64; 2],
    /// Edited messages.
    pub edits: [u64; 2],
    /// By programs.
    pub bots: [u64; 2],
    /// Files.
    pub files: [u64; 2],
    /// Replies whose thread has no first message in the archive.
    pub orphans: u64,
}

/// Where the parts of a batch go.
#[derive(Default)]
struct Sorted {
    room: Vec<OldMessage>,
    threads: BTreeMap<MessageId, Vec<OldMessage>>,
    outcome: Outcome,
    /// New reactions to messages that are known.
    reacted: usize,
}

/// Carries a batch in. What is known is passed over, its reactions aside, of which there may be new ones. `careful`: ids
/// are looked up before they are used, which is hardly ever needed and costs a question a message.
pub fn carry(tx: &mut Tx<'_>, batch: &Batch, careful: bool) -> Result<Outcome> {
    tx.lock(Lock::Group(batch.room.raw()))?;
    let Sorted { room, threads, mut outcome, mut reacted } = sort(tx, batch, careful)?;
    let before = chat::store::rooms::last_seq(tx, batch.room)?;
    reacted += carry::new_messages(tx, batch.room, &room)?.reactions;
    for (root, replies) in &threads {
        reacted += carry::replies_to(tx, batch.room, *root, replies, &batch.people)?.reactions;
    }
    let at = tx.now();
    carry::read_along(tx, batch.room, before, at)?;
    let all = batch.messages.iter().map(|message| message.old.reactions.len() as u64).sum::<u64>();
    outcome.reactions = [reacted as u64, all - reacted as u64];
    Ok(outcome)
}

/// The proposed id, or the next one that nothing else has.
fn free(conn: &mut Conn<'_>, taken: &mut HashSet<MessageId>, proposed: MessageId) -> Result<MessageId> {
    let mut id = proposed;
    while taken.contains(&id) || chat::store::messages::get(conn, id)?.is_some() {
        id = Id::from_raw(id.raw() + 1);
    }
    taken.insert(id);
    Ok(id)
}

/// The ids that a batch's messages and copies get if they are new.
fn ids(conn: &mut Conn<'_>, batch: &Batch, careful: bool) -> Result<Vec<(MessageId, Option<MessageId>)>> {
    let mut taken = HashSet::new();
    let mut ids = Vec::with_capacity(batch.messages.len());
    for message in &batch.messages {
        let (mut id, mut copy) = (message.old.id, message.copy);
        if careful {
            id = free(conn, &mut taken, id)?;
            copy = copy.map(|copy| free(conn, &mut taken, copy)).transpose()?;
        }
        ids.push((id, copy));
    }
    Ok(ids)
}

fn sort(tx: &mut Tx<'_>, batch: &Batch, careful: bool) -> Result<Sorted> {
    let key = |ts: &dyn std::fmt::Display| format!("{}/{ts}", batch.slack_id);
    let ids = ids(tx, batch, careful)?;
    let named = batch.messages.iter().zip(&ids).map(|(message, (id, _))| (key(&message.ts), id.raw()));
    let named: Vec<(String, i64)> = named.collect();
    let new = store::put_all(tx, Kind::Message, &named)?;
    let mut here: HashMap<&str, MessageId> = HashMap::new();
    let mut sorted = Sorted::default();
    for (place, message) in batch.messages.iter().enumerate() {
        let ((name, _), (id, copied)) = (&named[place], ids[place]);
        let mut old = message.old.clone();
        let is_new = new.contains(name);
        sorted.outcome.count(message, usize::from(!is_new));
        if !is_new {
            if !old.reactions.is_empty() {
                old.id = store::one(tx, Kind::Message, name)?.map_or(id, Id::from_raw);
                sorted.reacted += carry::react(tx, &old)?;
            }
            continue;
        }
        old.id = id;
        here.insert(name, id);
        let Some(root) = message.root.map(|root| key(&root)) else {
            sorted.room.push(old);
            continue;
        };
        match first_of(tx, &here, &root)? {
            Some(first) => {
                if let Some(id) = copied.filter(|_| message.copy.is_some()) {
                    store::put(tx, Kind::Broadcast, name, id.raw())?;
                    sorted.room.push(copy(&old, id, first));
                }
                sorted.threads.entry(first).or_default().push(old);
            }
            // The first reply of a thread without its first message takes its place, so that the talk stays together.
            None => {
                sorted.outcome.orphans += 1;
                store::put(tx, Kind::Thread, &root, id.raw())?;
                sorted.room.push(old);
            }
        }
    }
    Ok(sorted)
}

/// The first message of a thread, or what stands in for it.
fn first_of(conn: &mut Conn<'_>, here: &HashMap<&str, MessageId>, root: &str) -> Result<Option<MessageId>> {
    if let Some(id) = here.get(root) {
        return Ok(Some(*id));
    }
    let found = match store::one(conn, Kind::Message, root)? {
        Some(id) => Some(id),
        None => store::one(conn, Kind::Thread, root)?,
    };
    Ok(found.map(Id::from_raw))
}

/// A reply as the room sees it: the same words, with the thread's first message quoted.
fn copy(reply: &OldMessage, id: MessageId, root: MessageId) -> OldMessage {
    OldMessage { id, quote: Some(root), reactions: Vec::new(), extra: chat::model::Extra::default(), ..reply.clone() }
}

impl Outcome {
    fn count(&mut self, message: &Translated, place: usize) {
        self.messages[place] += 1;
        self.replies[place] += u64::from(message.root.is_some());
        self.broadcasts[place] += u64::from(message.copy.is_some());
        self.edits[place] += u64::from(message.old.edited_at.is_some());
        self.bots[place] += u64::from(message.program);
        self.files[place] += message.old.extra.files.len() as u64;
    }
}

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
    /// What to remember: kind, name, id.
    items: Vec<(Kind, String, MessageId)>,
    outcome: Outcome,
}

/// Ids that are still free, of those proposed for a batch.
struct Ids(HashSet<MessageId>);

impl Ids {
    fn of(conn: &mut Conn<'_>, batch: &Batch) -> Result<Self> {
        let proposed = batch.messages.iter().flat_map(|message| [Some(message.old.id), message.copy]).flatten();
        let proposed: Vec<MessageId> = proposed.collect();
        Ok(Self(chat::store::messages::by_ids(conn, &proposed)?.into_iter().map(|row| row.id).collect()))
    }

    /// The proposed id, or the next one that nothing else has.
    fn take(&mut self, conn: &mut Conn<'_>, proposed: MessageId) -> Result<MessageId> {
        let mut id = proposed;
        while !self.0.insert(id) {
            id = Id::from_raw(id.raw() + 1);
            // Neighbours were not among those asked for.
            while chat::store::messages::get(conn, id)?.is_some() {
                id = Id::from_raw(id.raw() + 1);
            }
        }
        Ok(id)
    }
}

/// Carries a batch in. What is known is passed over, its reactions aside, of which there may be new ones.
pub fn carry(tx: &mut Tx<'_>, batch: &Batch) -> Result<Outcome> {
    tx.lock(Lock::Group(batch.room.raw()))?;
    let mut sorted = sort(tx, batch)?;
    for (kind, name, id) in &sorted.items {
        store::put(tx, *kind, name, id.raw())?;
    }
    let before = chat::store::rooms::last_seq(tx, batch.room)?;
    let mut reacted = carry::messages(tx, batch.room, &sorted.room)?.reactions;
    for (root, replies) in &sorted.threads {
        reacted += carry::replies_to(tx, batch.room, *root, replies, &batch.people)?.reactions;
    }
    let at = tx.now();
    carry::read_along(tx, batch.room, before, at)?;
    let all = batch.messages.iter().map(|message| message.old.reactions.len() as u64).sum::<u64>();
    sorted.outcome.reactions = [reacted as u64, all - reacted as u64];
    Ok(sorted.outcome)
}

fn sort(tx: &mut Tx<'_>, batch: &Batch) -> Result<Sorted> {
    let key = |ts: &dyn std::fmt::Display| format!("{}/{ts}", batch.slack_id);
    let roots = batch.messages.iter().filter_map(|message| message.root);
    let mut named: Vec<String> =
        batch.messages.iter().map(|message| message.ts).chain(roots).map(|ts| key(&ts)).collect();
    named.sort();
    named.dedup();
    let mut known: HashMap<String, i64> = store::some(tx, Kind::Message, &named)?;
    let threaded = batch.messages.iter().any(|message| message.root.is_some());
    let mut stand_ins = if threaded { store::some(tx, Kind::Thread, &named)? } else { HashMap::new() };
    let copies = if threaded { store::some(tx, Kind::Broadcast, &named)? } else { HashMap::new() };
    let mut ids = Ids::of(tx, batch)?;
    let mut sorted = Sorted::default();
    for message in &batch.messages {
        let name = key(&message.ts);
        let mut old = message.old.clone();
        let was_known = known.contains_key(&name);
        old.id = match known.get(&name) {
            Some(id) => Id::from_raw(*id),
            None => {
                let id = ids.take(tx, old.id)?;
                known.insert(name.clone(), id.raw());
                sorted.items.push((Kind::Message, name.clone(), id));
                id
            }
        };
        sorted.outcome.count(message, usize::from(was_known));
        let Some(root) = message.root.map(|root| key(&root)) else {
            sorted.room.push(old);
            continue;
        };
        match known.get(&root).or(stand_ins.get(&root)).map(|id| Id::from_raw(*id)) {
            Some(first) if first != old.id => {
                if let Some(proposed) = message.copy.filter(|_| !copies.contains_key(&name) && !was_known) {
                    let id = ids.take(tx, proposed)?;
                    sorted.items.push((Kind::Broadcast, name, id));
                    sorted.room.push(copy(&old, id, first));
                }
                sorted.threads.entry(first).or_default().push(old);
            }
            // The first reply of a thread without its first message takes its place, so that the talk stays together.
            stood_in => {
                sorted.outcome.orphans += 1;
                if stood_in.is_none() {
                    stand_ins.insert(root.clone(), old.id.raw());
                    sorted.items.push((Kind::Thread, root, old.id));
                }
                sorted.room.push(old);
            }
        }
    }
    Ok(sorted)
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

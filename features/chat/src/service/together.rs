//! Many who say something in the same moment, in one transaction (ADR 0015).
//!
//! At half past eight everybody writes. On PostgreSQL a transaction for each costs more than what is said in it; here those who come
//! while one is under way share the next. Nobody waits for company: whoever comes when nobody else does goes alone and at once.

use crate::events;
use crate::model::{Message, MessageId, RoomId, StreamId, checked_body};
use crate::policy;
use crate::service::seen;
use crate::service::talk::{Saying, say};
use crate::service::view;
use crate::store;
use crate::store::messages::MessageRow;
use db::{Db, Engine, Lock, Tx};
use kernel::{Actor, Error, PersonId, Result};
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::oneshot;

/// How many share a transaction at most; beyond it the first would wait too long for the last.
const TOGETHER: usize = 128;
/// How many may wait; one more is told to come back.
const QUEUE: usize = 8_192;

/// Something that somebody says in a room.
#[derive(Debug, Clone)]
pub struct Said {
    /// Who.
    pub actor: Actor,
    /// Where.
    pub room: RoomId,
    /// What.
    pub saying: Saying,
}

impl Said {
    /// Whether it may be only words in a room: nobody is named in it, nothing is answered.
    fn is_plain(&self) -> bool {
        self.saying.thread.is_none() && self.saying.quote.is_none() && !self.saying.body.contains('<')
    }
}

/// Says what is only words, and for which nobody has to be waited for, in one transaction. Gives the messages by the places of what
/// was said. What stays out was not touched and is for [`say`], which also knows how to refuse.
pub fn say_together(tx: &mut Tx<'_>, all: &[Said]) -> Result<HashMap<usize, Message>> {
    let free = free(tx, all)?;
    // What happens is told to one organisation.
    let org = tx.actor().org;
    let mut ids = HashSet::new();
    // Of two with the same id the second is said when the first is known.
    let wanted: Vec<(usize, RoomId, PersonId, MessageId)> = all
        .iter()
        .zip(free)
        .enumerate()
        .filter(|(_, (said, free))| *free && said.actor.org == org && said.is_plain() && ids.insert(said.saying.id))
        .map(|(place, (said, _))| (place, said.room, said.actor.person, said.saying.id))
        .collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let found = store::rooms::for_saying_all(tx, &wanted)?;
    let (now, tick) = (tx.now(), tx.tick()?);
    let (mut places, mut rows) = (Vec::new(), Vec::new());
    let mut last: HashMap<RoomId, i64> = HashMap::new();
    let mut read: HashMap<(RoomId, PersonId), i64> = HashMap::new();
    let mut drafts: BTreeSet<(PersonId, StreamId)> = BTreeSet::new();
    for (place, found) in found {
        let Said { actor, room: id, saying } = &all[place];
        if found.known || found.taken {
            continue;
        }
        let Ok((room, mine)) = seen(actor, found.room) else { continue };
        let (Ok(room), Ok(body)) = (policy::may_write(room, mine.as_ref()), checked_body(&saying.body)) else {
            continue;
        };
        let seq = last.entry(*id).or_insert(room.last_seq);
        *seq += 1;
        read.insert((*id, actor.person), *seq);
        if found.drafted {
            drafts.insert((actor.person, id.cast()));
        }
        places.push(place);
        rows.push(MessageRow { seq: *seq, ..MessageRow::words(*id, saying.id, actor.person, body, now, tick) });
    }
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    store::rooms::advance_all(tx, &last)?;
    store::messages::insert_plain(tx, &rows)?;
    store::rooms::has_read_all(tx, &read)?;
    if !drafts.is_empty() {
        store::personal::delete_drafts(tx, &drafts)?;
    }
    let messages = view::new_messages(tx, rows)?;
    for message in &messages {
        tx.emit(events::message_posted(message, None));
    }
    for (person, stream) in drafts {
        tx.emit(events::draft_changed(person, stream, None));
    }
    Ok(places.into_iter().zip(messages).collect())
}

/// For each whether both its room and its author were free, and are held now.
fn free(tx: &mut Tx<'_>, all: &[Said]) -> Result<Vec<bool>> {
    let locks: Vec<Lock> =
        all.iter().flat_map(|said| [Lock::Group(said.room.raw()), Lock::Person(said.actor.person)]).collect();
    let held = tx.try_locks_and_tick(&locks)?;
    Ok(held.chunks(2).map(|both| both[0] && both[1]).collect())
}

type Answer = Result<(Message, bool)>;

struct Waiting {
    said: Said,
    reply: oneshot::Sender<Answer>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Waiting>,
    /// Some are said together, and whoever does it looks here again afterwards.
    busy: bool,
    /// Somebody came when there was no company.
    alone: bool,
}

/// Gathers what is said.
pub struct Sayings {
    db: Db,
    queue: Mutex<Queue>,
}

impl Sayings {
    /// Over a database.
    pub fn new(db: Db) -> Self {
        Self { db, queue: Mutex::default() }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().expect("nothing panics while holding the sayings")
    }

    /// [`say`], together with whoever does the same in this moment.
    ///
    /// Errors: those of [`say`]; `busy` (unavailable) when too many wait.
    pub async fn say(self: &Arc<Self>, said: Said) -> Answer {
        // SQLite's one writer puts use cases of every kind into one transaction by itself.
        if self.db.engine() == Engine::Sqlite {
            return alone(&self.db, said).await;
        }
        if self.is_quiet() {
            let _turn = Turn(self);
            return alone(&self.db, said).await;
        }
        let (reply, answer) = oneshot::channel();
        if self.put(Waiting { said, reply })? {
            tokio::spawn(self.clone().work());
        }
        answer.await.unwrap_or_else(|_| Err(Error::unavailable("closing", "the program is closing")))
    }

    /// Whether nobody speaks; the turn is taken then.
    fn is_quiet(&self) -> bool {
        let mut queue = self.queue();
        let quiet = !queue.busy && !queue.alone;
        queue.alone |= quiet;
        quiet
    }

    /// Puts something to the others; true when nobody was there yet who says it.
    fn put(&self, waiting: Waiting) -> Result<bool> {
        let mut queue = self.queue();
        if queue.waiting.len() >= QUEUE {
            return Err(Error::unavailable("busy", "too many want to say something"));
        }
        queue.waiting.push_back(waiting);
        Ok(!std::mem::replace(&mut queue.busy, true))
    }

    async fn work(self: Arc<Self>) {
        loop {
            let batch: Vec<Waiting> = {
                let mut queue = self.queue();
                let count = queue.waiting.len().min(TOGETHER);
                queue.busy = count > 0;
                queue.waiting.drain(..count).collect()
            };
            if batch.is_empty() {
                return;
            }
            self.carry_out(batch).await;
        }
    }

    async fn carry_out(&self, batch: Vec<Waiting>) {
        let (all, replies): (Vec<Said>, Vec<_>) =
            batch.into_iter().map(|waiting| (waiting.said, waiting.reply)).unzip();
        let all = Arc::new(all);
        let mut said: HashMap<usize, Message> = HashMap::new();
        let together = all.clone();
        match self.db.write(all[0].actor, move |tx| say_together(tx, &together)).await {
            Ok(done) => said = done,
            // Each learns by itself what is wrong; with the same id nothing is said twice.
            Err(error) => tracing::debug!(%error, "what was said together is said by each alone"),
        }
        for (place, reply) in replies.into_iter().enumerate() {
            match said.remove(&place) {
                // Whoever has gone in the meantime has said it all the same.
                Some(message) => drop(reply.send(Ok((message, true)))),
                None => {
                    let (db, said) = (self.db.clone(), all[place].clone());
                    tokio::spawn(async move { reply.send(alone(&db, said).await) });
                }
            }
        }
    }
}

/// The turn of who speaks alone. Nobody waits for its end; whoever comes meanwhile gathers.
struct Turn<'s>(&'s Sayings);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.queue().alone = false;
    }
}

async fn alone(db: &Db, said: Said) -> Answer {
    let Said { actor, room, saying } = said;
    db.write(actor, move |tx| say(tx, room, &saying)).await
}

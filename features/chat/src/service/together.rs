//! Many who say something in the same moment, in one transaction (ADR 0015).
//!
//! At half past eight everybody writes. On PostgreSQL a transaction for each costs more than what is said in it; here those who come
//! while one is under way share the next. Nobody waits for company: whoever comes when nobody else does goes alone and at once.

use crate::events;
use crate::model::{Message, MessageId, RoomId, StreamId, checked_body, holds_personal_number};
use crate::policy;
use crate::service::memos;
use crate::service::off_hours;
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
/// How often somebody comes in vain before they wait for who holds their room.
const PATIENCE: u32 = 3;
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
        // Whoever uses a shared account is named with what they say, which is more than words.
        let own = self.actor.operator.is_none() && self.saying.operator.is_none();
        own && self.saying.as_post.is_none()
            && !self.saying.no_reply
            && self.saying.headings.is_empty()
            && self.saying.files.is_empty()
            && self.saying.thread.is_none()
            && self.saying.quote.is_none()
            && !self.saying.body.contains('<')
            && !holds_personal_number(&self.saying.body)
    }
}

/// What came of something that was to be said together with others.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It is said.
    Said(Box<Message>),
    /// Somebody else held its room or its author at that moment. It was not touched.
    Held,
    /// It is more than words, or is to be refused. It was not touched, and is for [`say`].
    Alone,
}

/// Says what is only words, and for which nobody has to be waited for, in one transaction; what came of each, in the order given.
pub fn say_together(tx: &mut Tx<'_>, all: &[Said]) -> Result<Vec<Outcome>> {
    let free = free(tx, all)?;
    let mut outcomes: Vec<Outcome> =
        free.iter().map(|free| if *free { Outcome::Alone } else { Outcome::Held }).collect();
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
        return Ok(outcomes);
    }
    let found = store::rooms::for_saying_all(tx, &wanted)?;
    let (now, tick) = (tx.now(), tx.tick()?);
    let (mut places, mut rows, mut counted) = (Vec::new(), Vec::new(), Vec::new());
    let mut last: HashMap<RoomId, i64> = HashMap::new();
    let mut read: HashMap<(RoomId, PersonId), i64> = HashMap::new();
    let mut drafts: BTreeSet<(PersonId, StreamId)> = BTreeSet::new();
    for (place, found) in found {
        let Said { actor, room: id, saying } = &all[place];
        if found.known || found.taken {
            continue;
        }
        let Ok((room, mine)) = seen(actor, found.room) else { continue };
        let (Ok(room), Ok(body)) = (policy::may_write(actor, room, mine.as_ref()), checked_body(&saying.body)) else {
            continue;
        };
        // What goes to another organisation as well is more than words in a room, and so is a memo of which one wants to be reminded.
        if room.shares > 0 || memos::moment(actor, &room, &body, now).is_some() {
            continue;
        }
        let seq = last.entry(*id).or_insert(room.last_seq);
        *seq += 1;
        read.insert((*id, actor.person), *seq);
        if found.drafted {
            drafts.insert((actor.person, id.cast()));
        }
        if actor.outsider.is_none() {
            counted.push((actor.person, off_hours::calls(room.kind, &body)));
        }
        places.push(place);
        rows.push(MessageRow { seq: *seq, ..MessageRow::words(*id, saying.id, actor.person, body, now, tick) });
    }
    if rows.is_empty() {
        return Ok(outcomes);
    }
    store::rooms::advance_all(tx, &last)?;
    store::messages::insert_plain(tx, &rows)?;
    store::rooms::has_read_all(tx, &read)?;
    if !drafts.is_empty() {
        store::personal::delete_drafts(tx, &drafts)?;
    }
    off_hours::count(tx, &counted)?;
    let messages = view::new_messages(tx, rows)?;
    for message in &messages {
        tx.emit(events::message_posted(message, None));
    }
    for (person, stream) in drafts {
        tx.emit(events::draft_changed(person, stream, None));
    }
    for (place, message) in places.into_iter().zip(messages) {
        outcomes[place] = Outcome::Said(Box::new(message));
    }
    Ok(outcomes)
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
    /// How often its room or its author was held by somebody else.
    held: u32,
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
        if self.put(Waiting { said, reply, held: 0 })? {
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
        let all: Arc<Vec<Said>> = Arc::new(batch.iter().map(|waiting| waiting.said.clone()).collect());
        let outcomes = self.db.write(all[0].actor, move |tx| say_together(tx, &all)).await.unwrap_or_else(|error| {
            // Each learns by itself what is wrong; with the same id nothing is said twice.
            tracing::debug!(%error, "what was said together is said by each alone");
            vec![Outcome::Alone; batch.len()]
        });
        for (mut waiting, outcome) in batch.into_iter().zip(outcomes) {
            match outcome {
                // Whoever has gone in the meantime has said it all the same.
                Outcome::Said(message) => drop(waiting.reply.send(Ok((*message, true)))),
                // Mostly by another post, which is done in a moment. Were all of them to wait for it alone, they would hold up each
                // other and everybody after them.
                Outcome::Held if waiting.held < PATIENCE => {
                    waiting.held += 1;
                    self.queue().waiting.push_back(waiting);
                }
                Outcome::Held | Outcome::Alone => {
                    let db = self.db.clone();
                    tokio::spawn(async move { waiting.reply.send(alone(&db, waiting.said).await) });
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

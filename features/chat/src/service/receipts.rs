//! 既読: who has read what, for rooms of any size, and the live counts for those who look.

use crate::events::{MEMBERS_CHANGED, MINE_CHANGED};
use crate::model::{MessageId, NameSort, OperatorName, Receipts, RoomId};
use crate::policy;
use crate::service::talk;
use crate::store;
use crate::store::messages::MessageRow;
use db::{Conn, Db};
use directory::events::{DUTY_CHANGED, LEAVE_CHANGED};
use directory::model::PersonBrief;
use directory::store::people;
use kernel::{Actor, Committed, Error, PersonId, Result, Timestamp, Topic};
use live::{Ears, Hub};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use web::Frame;

/// Steps told; everybody further back is one lump.
const STEPS: usize = 200;
/// In how many messages from the newest back authors are looked for who do not stand as one expects.
const RECENT: i64 = 300;

/// How far a room's members have read.
pub fn of_room(conn: &mut Conn<'_>, id: RoomId) -> Result<Receipts> {
    let (row, mine) = super::room(conn, id)?;
    let row = policy::may_read(&conn.actor(), row, mine.as_ref())?;
    counted(conn, id, row.last_seq)
}

fn counted(conn: &mut Conn<'_>, id: RoomId, last_seq: i64) -> Result<Receipts> {
    let (mut read, joined) = store::receipts::steps(conn, id)?;
    let mut off_duty = store::receipts::off_duty_steps(conn, id)?;
    let members = read.iter().map(|(_, count)| count).sum();
    lump(&mut read);
    lump(&mut off_duty);
    let authors = store::receipts::authors_apart(conn, id, last_seq - RECENT)?;
    Ok(Receipts { room_id: id, members, read, joined, off_duty, authors })
}

/// Turns steps from the highest down into rising ones, of which the first stands for all that are further back.
fn lump(steps: &mut Vec<store::receipts::Step>) {
    if steps.len() > STEPS {
        let lumped: i64 = steps[STEPS..].iter().map(|(_, count)| count).sum();
        steps.truncate(STEPS);
        if let Some(last) = steps.last_mut() {
            // Said to stand one lower than the last that is told apart, which is at most too low.
            let lump = (last.0 - 1, lumped);
            steps.push(lump);
        }
    }
    steps.reverse();
}

/// Somebody who has read a message.
pub struct Reader {
    /// Who.
    pub person: PersonBrief,
    /// When they last moved on, which is when they read it or later.
    pub at: Option<Timestamp>,
    /// Of a shared account: who has read it there, the first of them first.
    pub operators: Vec<(OperatorName, Timestamp)>,
}

/// Who has read a message and who has not. Its author is in neither list.
pub struct Readers {
    /// In the order asked for.
    pub read: Vec<Reader>,
    /// In the order asked for.
    pub unread: Vec<PersonBrief>,
    /// Those who have not read it and are off duty, in the order asked for: nobody waits for them.
    pub off_duty: Vec<PersonBrief>,
}

/// Who has read a message of a room.
pub fn of_message(conn: &mut Conn<'_>, id: MessageId, sort: NameSort) -> Result<Readers> {
    let (row, room) = talk::readable(conn, id)?;
    let (_, mine) = super::room(conn, room.id)?;
    // Whoever only looks into an open room is not told who of its members has read what.
    if mine.is_none() {
        return Err(Error::not_found());
    }
    readers(conn, &row, sort)
}

/// Who has read a message and who has not; the use case has asked the room's policy.
pub(super) fn readers(conn: &mut Conn<'_>, row: &MessageRow, sort: NameSort) -> Result<Readers> {
    let (room, seq) = match row.thread() {
        // A reply's readers are those of the room who have read the message above it.
        Some(root) => (row.room, store::messages::get(conn, root)?.map_or(0, |root| root.seq)),
        None => (row.room, row.seq),
    };
    let listed = store::receipts::readers_of(conn, room, seq, sort == NameSort::Rank)?;
    let ids: Vec<PersonId> = listed.iter().map(|stand| stand.person).collect();
    let mut briefs: HashMap<PersonId, PersonBrief> =
        people::briefs(conn, &ids)?.into_iter().map(|brief| (brief.id, brief)).collect();
    let used = store::receipts::operators_of(conn, room, seq)?;
    let names = super::operators(conn, &used.iter().map(|read| read.operator).collect::<Vec<_>>())?;
    let operators_of = |person: PersonId| -> Vec<(OperatorName, Timestamp)> {
        let theirs = used.iter().filter(|read| read.person == person);
        let named =
            theirs.filter_map(|read| Some((names.iter().find(|name| name.id == read.operator)?.clone(), read.at)));
        named.collect()
    };
    let mut readers = Readers { read: Vec::new(), unread: Vec::new(), off_duty: Vec::new() };
    // Guests are not told of people who is on leave or off duty; they are counted as they are for everybody all the same.
    for stand in listed {
        let person = stand.person;
        let Some(brief) = briefs.remove(&person).filter(|_| person != row.author) else { continue };
        match stand.read_seq >= seq {
            true => readers.read.push(Reader { person: brief, at: stand.read_at, operators: operators_of(person) }),
            // Nobody waits for somebody on leave, or who does not take part, to read; whoever has read all the same is told of.
            false if stand.is_away => {}
            false if stand.off_duty => readers.off_duty.push(brief),
            false => readers.unread.push(brief),
        }
    }
    if sort == NameSort::Time {
        readers.read.sort_by_key(|reader| reader.at);
    }
    Ok(readers)
}

fn nobody() -> Actor {
    Actor::system(kernel::Id::from_raw(0))
}

#[derive(Serialize)]
struct ReceiptsFrame<'r> {
    t: &'static str,
    #[serde(flatten)]
    receipts: &'r Receipts,
}

fn frame(receipts: &Receipts) -> Frame {
    let frame = ReceiptsFrame { t: "receipts", receipts };
    Frame::new(serde_json::to_string(&frame).expect("receipts are plain data"))
}

/// Tells those who look at a room how far it is read, at most twice a second.
#[derive(Default)]
pub struct ReceiptsTeller {
    dirty: Mutex<HashSet<i64>>,
    asked: Mutex<Vec<(u64, Actor, i64)>>,
    turned: Mutex<Vec<PersonId>>,
}

/// Twice a second: quick enough to see somebody read, seldom enough for 21,036 of them.
const TELL_EVERY: Duration = Duration::from_millis(500);

impl Ears for ReceiptsTeller {
    fn committed(&self, hub: &Arc<Hub>, event: &Committed) {
        let group = match (&*event.kind, event.guard, event.topic) {
            (MINE_CHANGED, Some(group), _) => group,
            (MEMBERS_CHANGED | "chat.message_posted", _, Topic::Group(group)) => group,
            // Whoever begins or ends to be on leave is counted no longer, or again, wherever they belong.
            (LEAVE_CHANGED, ..) => {
                self.dirty.lock().expect("nothing panics while holding the rooms").extend(hub.looked_at());
                return;
            }
            // Who comes on duty or goes off duty does so with a whole crew: their rooms are looked for once for all of them.
            (DUTY_CHANGED, _, Topic::Person(person)) => {
                self.turned.lock().expect("nothing panics while holding who turned").push(person);
                return;
            }
            _ => return,
        };
        if hub.is_looked_at(group) {
            self.dirty.lock().expect("nothing panics while holding the rooms").insert(group);
        }
    }

    fn looked(&self, _: &Arc<Hub>, connection: u64, viewer: Actor, group: i64) {
        self.asked.lock().expect("nothing panics while holding the questions").push((connection, viewer, group));
    }
}

impl ReceiptsTeller {
    /// Tells until the hub drains.
    pub async fn run(self: Arc<Self>, db: Db, hub: Arc<Hub>) {
        let mut tick = tokio::time::interval(TELL_EVERY);
        while hub.is_open() {
            tick.tick().await;
            self.tell(&db, &hub).await;
        }
    }

    /// Tells everything that is due now.
    pub async fn tell(&self, db: &Db, hub: &Arc<Hub>) {
        let turned = std::mem::take(&mut *self.turned.lock().expect("nothing panics while holding who turned"));
        if !turned.is_empty() && !hub.looked_at().is_empty() {
            let rooms = db.read(nobody(), move |conn| store::receipts::rooms_of(conn, &turned)).await;
            let rooms = rooms.inspect_err(|error| tracing::warn!(%error, "who turned")).unwrap_or_default();
            let mut dirty = self.dirty.lock().expect("nothing panics while holding the rooms");
            dirty.extend(rooms.into_iter().map(|room| room.raw()));
        }
        let dirty = std::mem::take(&mut *self.dirty.lock().expect("nothing panics while holding the rooms"));
        for group in dirty.into_iter().filter(|group| hub.is_looked_at(*group)) {
            if let Some(frame) = read_frame(db, nobody(), group).await {
                hub.show(group, &frame);
            }
        }
        let asked = std::mem::take(&mut *self.asked.lock().expect("nothing panics while holding the questions"));
        for (connection, viewer, group) in asked {
            if let Some(frame) = read_frame(db, viewer, group).await {
                hub.send(connection, frame);
            }
        }
    }
}

/// The lookers were subscribed when they began to look, and are turned away when they no longer are, so the counts need
/// no further check.
async fn read_frame(db: &Db, actor: Actor, group: i64) -> Option<Frame> {
    let receipts = db
        .read(actor, move |conn| {
            let id = RoomId::from_raw(group);
            let last_seq = store::rooms::last_seq(conn, id)?;
            counted(conn, id, last_seq)
        })
        .await;
    receipts.inspect_err(|error| tracing::warn!(%error, "receipts")).ok().map(|receipts| frame(&receipts))
}

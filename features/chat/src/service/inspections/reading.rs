//! Reading a room of others by an inspection: pages of its talk, threads below its messages, who has read them, and nothing else. Each page
//! goes into the record of acts in the transaction that reads it: what cannot be recorded is not read.

use super::record;
use crate::model::{InspectionId, Message, MessageId, NameSort, PostName, Span, StreamId, Thread};
use crate::policy::{self, Inspect};
use crate::service::receipts::{Readers, readers};
use crate::service::{files, view};
use crate::store;
use crate::store::inspections::InspectionRow;
use crate::store::messages::MessageRow;
use crate::store::rooms::RoomRow;
use ::files::model::FileId;
use ::files::store::FileRow;
use db::{Conn, Lock, Tx};
use directory::model::PersonBrief;
use directory::store::people;
use kernel::{AccountId, Error, May, PersonId, Result, Timestamp};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

/// Which messages are wanted.
#[derive(Debug, Clone, Copy)]
pub enum Side {
    /// Those right below a number; the newest when none is given.
    Before(Option<i64>),
    /// Those right above a number.
    After(i64),
}

/// What was read.
pub struct Page {
    /// Messages in rising order.
    pub messages: Vec<Message>,
    /// Everybody named in them.
    pub people: Vec<PersonBrief>,
    /// There are more below the first.
    pub more_before: bool,
    /// There are more above the last.
    pub more_after: bool,
}

/// The actor's own inspection while it is granted.
fn opened(tx: &mut Tx<'_>, id: InspectionId) -> Result<May<Inspect, InspectionRow>> {
    let actor = tx.actor();
    tx.lock(Lock::Person(actor.person))?;
    let row = store::inspections::get(tx, id)?.ok_or_else(Error::not_found)?;
    policy::may_inspect(&actor, row)
}

/// Writes down what is read.
fn note(tx: &mut Tx<'_>, row: &InspectionRow, detail: Value, address: &str) -> Result<()> {
    store::inspections::opened(tx, row.id)?;
    record(tx, "chat.inspection_read", row, detail, address)
}

/// A page of the room.
pub fn page(tx: &mut Tx<'_>, id: InspectionId, side: Side, limit: usize, address: &str) -> Result<Page> {
    let row = opened(tx, id)?;
    let Stream { rows, more_before, more_after } = stream(tx, &row, row.room.cast(), side, limit)?;
    let view::Shown { messages, people } = dressed(tx, &row, rows)?;
    note(tx, &row, range(&messages), address)?;
    Ok(Page { messages, people, more_before, more_after })
}

/// A page of the replies below a message, with that message. One from other days than those asked for is not there, and nor is what was
/// said below it.
pub fn thread(
    tx: &mut Tx<'_>,
    id: InspectionId,
    root: MessageId,
    side: Side,
    limit: usize,
    address: &str,
) -> Result<(Message, Page)> {
    let row = opened(tx, id)?;
    let above = message(tx, &row, root)?;
    if above.thread().is_some() {
        return Err(Error::not_found());
    }
    let Stream { rows, more_before, more_after } = stream(tx, &row, root.cast(), side, limit)?;
    let view::Shown { mut messages, people } = dressed(tx, &row, std::iter::once(above).chain(rows).collect())?;
    let above = messages.remove(0);
    let mut detail = range(&messages);
    detail["thread"] = json!(root);
    note(tx, &row, detail, address)?;
    Ok((above, Page { messages, people, more_before, more_after }))
}

/// Who has read a message.
pub fn receipts(tx: &mut Tx<'_>, id: InspectionId, of: MessageId, sort: NameSort, address: &str) -> Result<Readers> {
    let row = opened(tx, id)?;
    let of = message(tx, &row, of)?;
    let found = readers(tx, &of, sort)?;
    note(tx, &row, json!({ "readers_of": of.id }), address)?;
    Ok(found)
}

/// A message of which what stands in it is read, its room, and the end of the days that may be read.
pub fn card(
    tx: &mut Tx<'_>,
    id: InspectionId,
    of: MessageId,
    address: &str,
) -> Result<(MessageRow, RoomRow, Timestamp)> {
    let row = opened(tx, id)?;
    let of = message(tx, &row, of)?;
    let (room, _) = store::rooms::get(tx, row.room)?.ok_or_else(Error::not_found)?;
    note(tx, &row, json!({ "card_of": of.id }), address)?;
    Ok((of, room, row.span().until))
}

/// A file that a message of the days that may be read carries. `goes_on` when this reads on in one that was recorded a moment ago.
pub fn file(tx: &mut Tx<'_>, id: InspectionId, file: FileId, goes_on: bool, address: &str) -> Result<FileRow> {
    let row = opened(tx, id)?;
    let messages = store::files::messages(tx, row.room, file)?;
    let mut carrying = Vec::new();
    for id in messages {
        carrying.extend(message(tx, &row, id).ok());
    }
    if !files::carries(tx, carrying, file)? {
        return Err(Error::not_found());
    }
    let found = ::files::store::get(tx, file)?.ok_or_else(Error::not_found)?;
    if !goes_on {
        note(tx, &row, json!({ "file": found.name }), address)?;
    }
    Ok(found)
}

/// For how long reading on in a file is the same act as beginning to.
const GOES_ON: Duration = Duration::from_secs(3_600);
/// More acts than these are not remembered: what is forgotten is recorded once more.
const REMEMBERED: usize = 1_000;

/// Who has begun to read which file, of late: a film is fetched in hundreds of parts, and that is one act.
#[derive(Default)]
pub struct Begun(Mutex<HashMap<(InspectionId, FileId, AccountId), Timestamp>>);

impl Begun {
    fn acts(&self) -> MutexGuard<'_, HashMap<(InspectionId, FileId, AccountId), Timestamp>> {
        self.0.lock().expect("nothing panics while holding the acts")
    }

    /// Whether somebody goes on in a file which they were recorded to have begun.
    pub fn goes_on(&self, id: InspectionId, file: FileId, who: AccountId, now: Timestamp) -> bool {
        self.acts().get(&(id, file, who)).is_some_and(|begun| now < begun.plus(GOES_ON))
    }

    /// Somebody was recorded to have begun.
    pub fn note(&self, id: InspectionId, file: FileId, who: AccountId, now: Timestamp) {
        let mut acts = self.acts();
        if acts.len() >= REMEMBERED {
            acts.retain(|_, begun| now < begun.plus(GOES_ON));
        }
        if acts.len() < REMEMBERED {
            acts.insert((id, file, who), now);
        }
    }
}

/// From which number to which.
fn range(messages: &[Message]) -> Value {
    let seq = |message: Option<&Message>| message.map(|message| message.seq);
    json!({ "from_seq": seq(messages.first()), "to_seq": seq(messages.last()) })
}

/// A message of the room and of the days that may be read; a reply also needs that of the message above it.
fn message(conn: &mut Conn<'_>, row: &InspectionRow, id: MessageId) -> Result<MessageRow> {
    let within = |found: &MessageRow| found.room == row.room && row.span().holds(found.sent_at);
    let found = store::messages::get(conn, id)?.filter(within).ok_or_else(Error::not_found)?;
    if let Some(root) = found.thread() {
        store::messages::get(conn, root)?.filter(within).ok_or_else(Error::not_found)?;
    }
    Ok(found)
}

/// Messages of a stream as they were found, and whether there are more on either side.
struct Stream {
    rows: Vec<MessageRow>,
    more_before: bool,
    more_after: bool,
}

fn stream(conn: &mut Conn<'_>, row: &InspectionRow, stream: StreamId, side: Side, limit: usize) -> Result<Stream> {
    let span = row.span();
    let (mut rows, more_before, more_after) = match side {
        Side::Before(seq) => {
            let mut rows = store::inspections::before(conn, stream, seq.unwrap_or(i64::MAX), span, limit + 1)?;
            let more = rows.len() > limit;
            if more {
                rows.remove(0);
            }
            (rows, more, seq.is_some())
        }
        Side::After(seq) => {
            let mut rows = store::inspections::after(conn, stream, seq, span, limit + 1)?;
            let more = rows.len() > limit;
            rows.truncate(limit);
            (rows, seq > 0, more)
        }
    };
    // A stream asked for under an id that is somebody else's must be empty, never theirs.
    rows.retain(|found| found.room == row.room);
    Ok(Stream { rows, more_before, more_after })
}

/// Messages as they may be seen: of other days than those asked for neither quotes nor replies shine through. Barriers hide nobody here:
/// administrators keep everybody's record, and half a talk is no evidence.
fn dressed(conn: &mut Conn<'_>, row: &InspectionRow, mut rows: Vec<MessageRow>) -> Result<view::Shown> {
    if row.is_narrow() {
        hide_quotes(conn, row.span(), &mut rows)?;
    }
    let carried: HashMap<MessageId, Vec<Option<PostName>>> =
        rows.iter().map(|row| (row.id, row.extra.forwarded.iter().map(|one| one.as_post.clone()).collect())).collect();
    let mut shown = view::shown(conn, rows)?;
    for message in &mut shown.messages {
        let posts = carried.get(&message.id).into_iter().flatten();
        message.forwarded.iter_mut().zip(posts).for_each(|(one, post)| one.as_post.clone_from(post));
    }
    if row.is_narrow() {
        narrow_threads(conn, row.span(), &mut shown.messages)?;
    }
    let known: HashSet<PersonId> = shown.people.iter().map(|person| person.id).collect();
    let called = shown.messages.iter().flat_map(view::called_in);
    let missing: HashSet<PersonId> = called.filter(|id| !known.contains(id)).collect();
    shown.people.extend(people::briefs(conn, &missing.into_iter().collect::<Vec<_>>())?);
    Ok(shown)
}

fn hide_quotes(conn: &mut Conn<'_>, span: Span, rows: &mut [MessageRow]) -> Result<()> {
    let quoted: Vec<MessageId> = rows.iter().filter_map(|row| row.quote).collect();
    let quoted = store::messages::by_ids(conn, &quoted)?;
    let within: HashSet<MessageId> =
        quoted.into_iter().filter(|row| span.holds(row.sent_at)).map(|row| row.id).collect();
    for row in rows {
        row.quote = row.quote.filter(|quote| within.contains(quote));
    }
    Ok(())
}

/// Leaves of each thread what its replies of some days tell: how many there are and when the last came.
fn narrow_threads(conn: &mut Conn<'_>, span: Span, messages: &mut [Message]) -> Result<()> {
    let threads: Vec<StreamId> = messages.iter().filter(|one| one.thread.is_some()).map(|one| one.id.cast()).collect();
    let replies = store::inspections::replies(conn, &threads, span)?;
    for message in messages {
        let Some(thread) = message.thread.take() else { continue };
        message.thread = replies.get(&thread.id.cast()).map(|replies| Thread {
            title: None,
            replies: replies.count,
            last_seq: replies.last_seq,
            last_at: replies.last_at,
            participants: Vec::new(),
            resolved_at: None,
            ..thread
        });
    }
    Ok(())
}

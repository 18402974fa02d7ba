//! What files say that stand in messages. A document is a message with all its files: so it stands where that stands, is read by whoever reads
//! that, and goes with it.

use super::{APART, marks, stands, told};
use crate::model::{FileReference, MessageId, RoomId};
use crate::service::forwards;
use crate::store;
use crate::store::messages::MessageRow;
use db::{Conn, Tx};
use directory::model::PersonBrief;
use directory::store::people;
use files::model::FileId;
use files::store::words;
use kernel::{Jst, OrgId, PersonId, Result, Timestamp};
use schemars::JsonSchema;
use search::model::Owned;
use search::{Document, GONE, Source};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// The number of files among what is searched.
pub const FILES: i64 = 3;

/// Messages that are read at a time when the index is built: each may have much to say.
const READ_AT_A_TIME: usize = 16;
/// Bytes of all that the files of one message say that are searched.
const MOST_OF_ONE: usize = 1 << 20;

/// Files, for the index.
pub const SOURCE: Source = Source {
    kind: FILES,
    version: 1,
    events: &[crate::events::MESSAGE_POSTED, crate::events::MESSAGE_CHANGED],
    told,
    stands,
    read: |conn, ids| {
        let ids: Vec<MessageId> = ids.iter().map(|id| MessageId::from_raw(*id)).collect();
        let found = store::searching::of_ids(conn, &ids)?;
        documents(conn, found)
    },
    below: |conn, id, limit| {
        let limit = limit.min(READ_AT_A_TIME);
        let ids = store::searching::with_files_below(conn, MessageId::from_raw(id), limit)?;
        let found = store::searching::of_ids(conn, &ids)?;
        documents(conn, found)
    },
    scopes: super::scopes,
};

/// Has the messages indexed in which a file stands of which it is known now what it says.
pub fn read(tx: &mut Tx<'_>, file: FileId) -> Result<()> {
    let messages = store::files::messages_with(tx, file)?;
    search::wait(tx, FILES, messages.into_iter().map(MessageId::raw))
}

fn documents(conn: &mut Conn<'_>, found: Vec<(OrgId, MessageRow)>) -> Result<Vec<Owned>> {
    // Most messages never had a file, and need not be told as gone.
    let had = |row: &MessageRow| {
        let changed = row.withdrawn_at.is_some() || row.edited_at.is_some() || !row.extra.forwarded.is_empty();
        changed || row.all_files().next().is_some()
    };
    let (orgs, rows): (Vec<OrgId>, Vec<MessageRow>) = found.into_iter().filter(|(_, row)| had(row)).unzip();
    let rows = forwards::as_they_stand(conn, rows)?;
    let ids: HashSet<FileId> = rows.iter().flat_map(MessageRow::all_files).filter_map(|file| file.id).collect();
    let said = words::folded(conn, &ids.into_iter().collect::<Vec<_>>())?;
    Ok(orgs.into_iter().zip(rows).map(|(org, row)| (org, document(&row, &said))).collect())
}

fn document(row: &MessageRow, said: &HashMap<FileId, String>) -> Document {
    let (at, day) = (row.sent_at.micros(), search::day_number(Jst::date(row.sent_at)));
    let is_gone = row.all_files().next().is_none();
    let marks = marks(row) | if is_gone { GONE } else { 0 };
    let mut text = String::new();
    if marks & GONE == 0 {
        for file in row.all_files() {
            text.push_str(&search::folded(&file.name));
            text.push(APART);
            if let Some(words) = file.id.and_then(|id| said.get(&id)).filter(|_| text.len() < MOST_OF_ONE) {
                text.push_str(words);
                text.push(APART);
            }
        }
    }
    Document { at, id: row.id.raw(), scope: row.room.raw(), author: row.author.raw(), day, marks, text }
}

/// A file that was found, and the message in which it stands.
#[derive(Debug, Clone)]
pub struct Found<S> {
    /// The file.
    pub file: FileReference,
    /// What is told of what it says.
    pub said: S,
    /// Where it stands.
    pub carrier: Carrier,
}

/// The message in which a file stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "FileCarrier")]
pub struct Carrier {
    /// The room.
    pub room_id: RoomId,
    /// The message.
    pub message_id: MessageId,
    /// The thread, if it stands in one.
    pub thread_id: Option<MessageId>,
    /// The number of the message among those of the room or the thread.
    pub seq: i64,
    /// Who sent it.
    #[schemars(with = "String")]
    pub author_id: PersonId,
    /// When.
    pub sent_at: Timestamp,
}

/// All files of some messages, in the order of these, with what is told of their words, and who sent them. The words of one file are in memory
/// at a time: they may be many, and stand in many messages. Whether the actor may read the messages was asked before.
pub fn shown<S: Clone>(
    conn: &mut Conn<'_>,
    ids: &[MessageId],
    tell: impl Fn(&str) -> S,
) -> Result<(Vec<Found<S>>, Vec<PersonBrief>)> {
    let mut rows = store::messages::by_ids(conn, ids)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    let rows = forwards::as_they_stand(conn, rows)?;
    let files: HashSet<FileId> = rows.iter().flat_map(MessageRow::all_files).filter_map(|file| file.id).collect();
    let (mut said, nothing) = (HashMap::new(), tell(""));
    for file in files {
        let words = words::words(conn, &[file])?.remove(&file);
        said.extend(words.map(|words| (file, tell(&words))));
    }
    let mut found = Vec::new();
    for row in &rows {
        let carrier = Carrier {
            room_id: row.room,
            message_id: row.id,
            thread_id: row.thread(),
            seq: row.seq,
            author_id: row.author,
            sent_at: row.sent_at,
        };
        found.extend(row.all_files().map(|file| Found {
            file: file.clone(),
            said: file.id.and_then(|id| said.get(&id)).unwrap_or(&nothing).clone(),
            carrier: carrier.clone(),
        }));
    }
    let authors: HashSet<PersonId> = rows.iter().map(|row| row.author).collect();
    Ok((found, people::briefs(conn, &authors.into_iter().collect::<Vec<_>>())?))
}

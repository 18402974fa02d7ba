//! What of the talk can be searched, and where somebody may look for it.

use crate::model::{MessageId, RoomId, RoomKind};
use crate::policy::is_kind_open_to;
use crate::service::view::Shown;
use crate::store;
use crate::store::messages::MessageRow;
use crate::store::searching::Readable;
use db::Conn;
use kernel::{Committed, Jst, OrgId, PersonId, Result};
use schemars::JsonSchema;
use search::{Document, GONE, Has, Source};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;

/// The number of messages among what is searched.
pub const MESSAGES: i64 = 1;

const LINK: u8 = 1;
const FILE: u8 = 2;
const MENTION: u8 = 4;
const THREAD: u8 = 8;

/// Messages, for the index.
pub const SOURCE: Source = Source {
    kind: MESSAGES,
    events: &[crate::events::MESSAGE_POSTED, crate::events::MESSAGE_CHANGED],
    told,
    read: |conn, ids| documents(conn, &ids.iter().map(|id| MessageId::from_raw(*id)).collect::<Vec<_>>()),
    below: |conn, id, limit| {
        Ok(store::searching::below(conn, MessageId::from_raw(id), limit)?.into_iter().map(document).collect())
    },
    scopes: |conn| Ok(readable(conn)?.into_iter().map(|room| room.id.raw()).collect()),
};

/// The mark that stands for what a message is to have.
pub fn mark(has: Has) -> u8 {
    match has {
        Has::Link => LINK,
        Has::File => FILE,
        Has::Mention => MENTION,
        Has::Thread => THREAD,
    }
}

#[derive(Deserialize)]
struct Told<'p> {
    #[serde(borrow)]
    message: ToldMessage<'p>,
}

#[derive(Deserialize)]
struct ToldMessage<'p> {
    #[serde(borrow)]
    id: Cow<'p, str>,
}

fn told(event: &Committed) -> Option<i64> {
    let told: Told<'_> = serde_json::from_str(&event.payload).ok()?;
    told.message.id.parse().ok().map(MessageId::raw)
}

/// The words of a message as they are searched: names in it are not, for whoever is called may be called another thing by then.
pub fn words(body: &str) -> String {
    text::without_tokens(body)
}

fn marks(row: &MessageRow) -> u8 {
    let has = |is_so: bool, mark: u8| if is_so { mark } else { 0 };
    let is_link = row.body.contains("://") && !text::links(&row.body).is_empty();
    let mentions = row.everyone || row.body.contains("<@");
    has(row.withdrawn_at.is_some() || row.is_notice(), GONE)
        | has(is_link, LINK)
        | has(!row.extra.files.is_empty(), FILE)
        | has(mentions, MENTION)
        | has(row.thread().is_some(), THREAD)
}

/// All that a message can be found by.
fn searched(row: &MessageRow) -> String {
    let mut said = words(&row.body);
    for file in &row.extra.files {
        said.push('\n');
        said.push_str(&file.name);
    }
    search::folded(&said)
}

fn document((org, row): (OrgId, MessageRow)) -> (OrgId, Document) {
    let (at, day) = (row.sent_at.micros(), search::day_number(Jst::date(row.sent_at)));
    let marks = marks(&row);
    let text = if marks & GONE == 0 { searched(&row) } else { String::new() };
    let document = Document { at, id: row.id.raw(), scope: row.room.raw(), author: row.author.raw(), day, marks, text };
    (org, document)
}

fn documents(conn: &mut Conn<'_>, ids: &[MessageId]) -> Result<Vec<(OrgId, Document)>> {
    Ok(store::searching::of_ids(conn, ids)?.into_iter().map(document).collect())
}

/// The rooms in which the actor may read: their own, and, of the staff, those that are open. See [`crate::policy::may_read`].
fn readable(conn: &mut Conn<'_>) -> Result<Vec<Readable>> {
    let actor = conn.actor();
    let mut rooms = store::searching::readable(conn)?;
    rooms.retain(|room| room.is_mine || is_kind_open_to(&actor, room.kind));
    Ok(rooms)
}

/// Of the rooms in which the actor may read those that somebody means by a name or a part of it, or by a token.
pub fn rooms_called(conn: &mut Conn<'_>, names: &[String]) -> Result<Vec<RoomId>> {
    let is_called = |room: &Readable| {
        let folded = text::fold(&room.name);
        names.iter().any(|name| match name.strip_prefix("<#").and_then(|id| id.strip_suffix('>')) {
            Some(id) => id.parse() == Ok(room.id),
            None => !room.name.is_empty() && text::contains(&folded, name),
        })
    };
    Ok(readable(conn)?.into_iter().filter(is_called).map(|room| room.id).collect())
}

/// Messages by their ids as the actor sees them, in the same order, with the people named in them.
pub fn shown(conn: &mut Conn<'_>, ids: &[MessageId]) -> Result<Shown> {
    let mut rows = store::messages::by_ids(conn, ids)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    super::view::shown(conn, rows)
}

/// A room in which something was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FoundRoom {
    /// Its id.
    pub id: RoomId,
    /// What sort.
    pub kind: RoomKind,
    /// Its name; direct rooms have none.
    pub name: String,
    /// Who is in a direct room.
    #[schemars(with = "Vec<String>")]
    pub people: Vec<PersonId>,
}

/// Rooms of which the actor knows, for showing where something was found.
pub fn found_rooms(conn: &mut Conn<'_>, ids: &[RoomId]) -> Result<Vec<FoundRoom>> {
    let rooms = store::searching::named(conn, ids)?;
    let is_direct = |kind: &RoomKind| *kind == RoomKind::Direct;
    let directs: Vec<RoomId> = rooms.iter().filter(|(_, _, kind)| is_direct(kind)).map(|(id, ..)| *id).collect();
    let mut people = if directs.is_empty() { HashMap::new() } else { store::rooms::direct_people(conn, &directs)? };
    let found = rooms.into_iter().map(|(id, name, kind)| {
        let people = people.remove(&id).unwrap_or_default();
        FoundRoom { id, kind, name, people }
    });
    Ok(found.collect())
}

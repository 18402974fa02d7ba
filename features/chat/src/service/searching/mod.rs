//! What of the talk can be searched, and where somebody may look for it.

pub mod files;

use crate::model::{MessageId, RoomId, RoomKind};
use crate::policy::is_kind_open_to;
use crate::service::view::Shown;
use crate::store;
use crate::store::messages::MessageRow;
use crate::store::searching::Readable;
use db::Conn;
use kernel::{Committed, Jst, OrgId, PersonId, Result, Topic};
use schemars::JsonSchema;
use search::{Document, GONE, Has, Source};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The number of messages among what is searched.
pub const MESSAGES: i64 = 1;

const LINK: u8 = 1;
const FILE: u8 = 2;
const MENTION: u8 = 4;
const THREAD: u8 = 8;
const NOTE: u8 = 16;

/// The kind of the card that a note is in the talk.
const NOTE_CARD: &str = "note";

/// Messages, for the index.
pub const SOURCE: Source = Source {
    kind: MESSAGES,
    version: 2,
    events: &[crate::events::MESSAGE_POSTED, crate::events::MESSAGE_CHANGED],
    told,
    stands,
    read: |conn, ids| documents(conn, &ids.iter().map(|id| MessageId::from_raw(*id)).collect::<Vec<_>>()),
    below: |conn, id, limit| {
        let found = store::searching::below(conn, MessageId::from_raw(id), limit)?;
        as_documents(conn, found)
    },
    scopes,
};

/// The mark that stands for what a message is to have.
pub fn mark(has: Has) -> u8 {
    match has {
        Has::Link => LINK,
        Has::File => FILE,
        Has::Mention => MENTION,
        Has::Thread => THREAD,
        Has::Note => NOTE,
    }
}

#[derive(Deserialize)]
struct ToldEvent<'p> {
    #[serde(borrow)]
    message: ToldMessage<'p>,
}

#[derive(Deserialize)]
struct ToldMessage<'p> {
    #[serde(borrow)]
    id: Cow<'p, str>,
}

fn told(event: &Committed) -> Option<i64> {
    let told: ToldEvent<'_> = serde_json::from_str(&event.payload).ok()?;
    told.message.id.parse().ok().map(MessageId::raw)
}

fn stands(event: &Committed) -> Option<i64> {
    match event.topic {
        Topic::Group(room) => Some(room),
        _ => None,
    }
}

/// The words of a message as its reader sees them, with blanks in place of its tokens: names are not searched, for whoever is called may be
/// called another thing by then.
pub fn words(body: &str) -> String {
    text::without_tokens(&text::seen(body))
}

fn marks(row: &MessageRow) -> u8 {
    let has = |is_so: bool, mark: u8| if is_so { mark } else { 0 };
    let is_link = bodies(row).any(|body| body.contains("://") && !text::links(body).is_empty());
    let mentions = row.everyone || row.body.contains("<@");
    has(row.withdrawn_at.is_some() || row.is_notice(), GONE)
        | has(is_link, LINK)
        | has(row.all_files().next().is_some(), FILE)
        | has(mentions, MENTION)
        | has(row.thread().is_some(), THREAD)
        | has(row.extra.card.as_ref().is_some_and(|card| card.kind == NOTE_CARD), NOTE)
}

/// Stands between texts that belong to one message and not to one another: nobody types it.
const APART: char = '\u{1f}';

/// The words of a message, and those of what it forwards.
fn bodies(row: &MessageRow) -> impl Iterator<Item = &str> {
    std::iter::once(row.body.as_str()).chain(row.extra.forwarded.iter().map(|one| one.body.as_str()))
}

/// All that a message can be found by: what its reader sees, what it forwards included, what was typed where that is another thing (addresses
/// of links, marks), and the names of its files.
fn searched(row: &MessageRow) -> String {
    let mut said = String::new();
    let mut add = |more: &str| {
        if !said.is_empty() {
            said.push(APART);
        }
        said.push_str(more);
    };
    for body in bodies(row) {
        add(&words(body));
        if *text::seen(body) != *body {
            add(&text::without_tokens(body));
        }
    }
    row.all_files().for_each(|file| add(&file.name));
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
    let found = store::searching::of_ids(conn, ids)?;
    as_documents(conn, found)
}

/// Documents of messages as they stand: what was taken back at its source is not found in what forwarded it.
fn as_documents(conn: &mut Conn<'_>, found: Vec<(OrgId, MessageRow)>) -> Result<Vec<(OrgId, Document)>> {
    let (orgs, rows): (Vec<OrgId>, Vec<MessageRow>) = found.into_iter().unzip();
    let rows = super::forwards::as_they_stand(conn, rows)?;
    Ok(orgs.into_iter().zip(rows).map(document).collect())
}

/// The rooms in which the actor may read: their own, and, of the staff, those that are open. See [`crate::policy::may_read`].
pub fn scopes(conn: &mut Conn<'_>) -> Result<Vec<i64>> {
    let open_too = is_kind_open_to(&conn.actor(), RoomKind::Open);
    store::searching::scopes(conn, open_too)
}

/// [`scopes`], and what is known of these rooms.
fn readable(conn: &mut Conn<'_>) -> Result<Vec<Readable>> {
    let actor = conn.actor();
    let mut rooms = store::searching::readable(conn)?;
    rooms.retain(|room| room.is_mine || is_kind_open_to(&actor, room.kind));
    Ok(rooms)
}

/// Of the rooms in which the actor may read those that somebody means by a name or a part of it, by a token, or by one of some people: who is
/// in a direct room with them, and who asked in a request.
pub fn rooms_called(conn: &mut Conn<'_>, names: &[String], people: &HashSet<PersonId>) -> Result<Vec<RoomId>> {
    let me = conn.actor().person;
    let rooms = readable(conn)?;
    let directs: Vec<RoomId> = rooms.iter().filter(|room| room.kind == RoomKind::Direct).map(|room| room.id).collect();
    let with = match directs.is_empty() || people.is_empty() {
        true => HashMap::new(),
        false => store::members::direct_people(conn, &directs)?,
    };
    let is_with = |room: &Readable| match room.kind {
        RoomKind::Direct => with.get(&room.id).is_some_and(|all| {
            // Whoever means themselves means their notes.
            all.iter().any(|person| people.contains(person) && (*person != me || all.len() == 1))
        }),
        RoomKind::Request => people.contains(&room.created_by),
        _ => false,
    };
    let is_called = |room: &Readable| {
        let folded = text::fold(&room.name);
        names.iter().any(|name| match name.strip_prefix("<#").and_then(|id| id.strip_suffix('>')) {
            Some(id) => id.parse() == Ok(room.id),
            None => {
                let name = text::fold(name);
                let name = name.trim_start_matches('#').trim();
                !name.is_empty() && text::matches_words(&folded, name)
            }
        })
    };
    Ok(rooms.into_iter().filter(|room| is_with(room) || is_called(room)).map(|room| room.id).collect())
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
    /// Everybody in a direct room; who asked, in a request to a post.
    #[schemars(with = "Vec<String>")]
    pub people: Vec<PersonId>,
    /// The actor belongs to it; else they may read it all the same.
    pub is_mine: bool,
}

/// Rooms of which the actor knows, for showing where something was found.
pub fn found_rooms(conn: &mut Conn<'_>, ids: &[RoomId]) -> Result<Vec<FoundRoom>> {
    let rooms = store::rooms::get_all(conn, ids)?;
    let directs: Vec<RoomId> =
        rooms.values().filter(|(room, _)| room.kind == RoomKind::Direct).map(|(room, _)| room.id).collect();
    let mut people = if directs.is_empty() { HashMap::new() } else { store::members::direct_people(conn, &directs)? };
    let found = rooms.into_values().map(|(room, mine)| FoundRoom {
        people: match room.post() {
            Some(_) => vec![room.created_by],
            None => people.remove(&room.id).unwrap_or_default(),
        },
        id: room.id,
        kind: room.kind,
        name: room.name,
        is_mine: mine.is_some(),
    });
    Ok(found.collect())
}

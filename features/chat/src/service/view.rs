//! From rows to what the API shows, with as few questions to the database as a page needs.

use crate::model::{
    FileReference, Last, Message, MessageId, Mine, NAMED_PER_REACTION, Quote, ReactionCount, Room, RoomId, RoomKind,
    Thread,
};
use crate::policy;
use crate::service::forwards;
use crate::store;
use crate::store::messages::{MessageRow, ReactionRow};
use crate::store::rooms::RoomRow;
use db::Conn;
use directory::model::{PersonBrief, Unit};
use directory::service::barriers::{self, Acquaintances};
use directory::store::barriers::hidden;
use directory::store::{people, units};
use kernel::{PersonId, Result};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use text::Token;

/// Graphemes of an excerpt in a list.
const EXCERPT: usize = 80;
/// Graphemes of a quoted message.
const QUOTED: usize = 140;

/// Names that tokens stand for.
#[derive(Default)]
pub struct Names {
    people: HashMap<String, String>,
    units: HashMap<String, String>,
    rooms: HashMap<String, String>,
}

impl Names {
    /// The names that some bodies need.
    pub fn for_bodies<'b>(conn: &mut Conn<'_>, bodies: impl Iterator<Item = &'b str>) -> Result<Self> {
        let (mut people, mut some_units, mut rooms) = (BTreeSet::new(), false, BTreeSet::new());
        for body in bodies.filter(|body| body.contains('<')) {
            let mentions = text::mentions(body);
            people.extend(mentions.people.iter().filter_map(|id| id.parse::<PersonId>().ok()));
            rooms.extend(mentions.rooms.iter().filter_map(|id| id.parse::<RoomId>().ok()));
            some_units |= !mentions.units.is_empty();
        }
        let ids = without_strangers(conn, people.into_iter().collect())?;
        let mut names = Self {
            people: people::briefs(conn, &ids)?
                .into_iter()
                .map(|person| (person.id.to_string(), person.name))
                .collect(),
            ..Self::default()
        };
        if some_units {
            let all = units::all_units(conn)?;
            names.units = all.into_iter().map(|unit: Unit| (unit.id.to_string(), unit.name)).collect();
        }
        for id in rooms {
            // A room that the actor may not see keeps its name to itself.
            if let Ok((room, _)) = super::room(conn, id) {
                names.rooms.insert(id.to_string(), room.name);
            }
        }
        Ok(names)
    }

    /// The names in one body that everybody in a room may know: not of those whom a barrier hides from anybody, unless they are there.
    pub fn for_everybody(conn: &mut Conn<'_>, room: RoomId, body: &str) -> Result<Self> {
        let mut names = Self::for_bodies(conn, std::iter::once(body))?;
        let named: Vec<PersonId> = names.people.keys().filter_map(|id| id.parse().ok()).collect();
        let hidden = hidden(conn, &named)?;
        if !hidden.is_empty() {
            let members = store::members::of(conn, room)?;
            let partners = store::partners::ever_in_room(conn, room)?;
            let is_there = |person: &PersonId| members.contains_key(person) || partners.contains(person);
            let absent = hidden.into_iter().filter(|person| !is_there(person));
            absent.for_each(|person| {
                names.people.remove(&person.to_string());
            });
        }
        let mut open = HashMap::new();
        for (id, name) in names.rooms {
            let known = id.parse::<RoomId>().ok().map(|id| super::room(conn, id)).transpose()?;
            if known.is_some_and(|(room, _)| room.kind == RoomKind::Open) {
                open.insert(id, name);
            }
        }
        names.rooms = open;
        // A guest or a bot learns only of those whom they meet.
        let names_any = !(names.people.is_empty() && names.rooms.is_empty());
        if names_any && store::rooms::has_outsiders(conn, room)? {
            let members = store::members::of(conn, room)?;
            names.people.retain(|id, _| id.parse().is_ok_and(|id: PersonId| members.contains_key(&id)));
            names.rooms.clear();
        }
        Ok(names)
    }

    /// A line of a body with names in place of tokens.
    pub fn excerpt(&self, body: &str, graphemes: usize) -> String {
        text::excerpt(body, graphemes, |token| match token {
            Token::Person(id) => self.people.get(id).cloned(),
            Token::Unit(id) => self.units.get(id).cloned(),
            Token::Room(id) => self.rooms.get(id).cloned(),
            Token::Everyone => Some("全員".to_owned()),
        })
    }
}

/// Messages as the API shows them, and the people named in them.
pub struct Shown {
    /// The messages, in the order given.
    pub messages: Vec<Message>,
    /// Everybody who wrote, reacted, is quoted or mentioned.
    pub people: Vec<PersonBrief>,
}

/// Those of some people whose name the actor may learn although they only typed an id: all but those whom barriers hide from them.
fn without_strangers(conn: &mut Conn<'_>, ids: Vec<PersonId>) -> Result<Vec<PersonId>> {
    if ids.is_empty() {
        return Ok(ids);
    }
    let strangers = barriers::strangers(conn, &ids, &Acquaintances(store::members::met))?;
    Ok(ids.into_iter().filter(|id| !strangers.contains(id)).collect())
}

/// One message as an event tells it: nobody's own side.
pub fn message(conn: &mut Conn<'_>, row: MessageRow) -> Result<Message> {
    Ok(messages(conn, vec![row], None)?.remove(0))
}

/// A message that was said just now, as an event tells it: nobody can have reacted to it or answered it yet.
pub fn new_message(conn: &mut Conn<'_>, row: MessageRow) -> Result<Message> {
    Ok(new_messages(conn, vec![row])?.remove(0))
}

/// [`new_message`] for several.
pub fn new_messages(conn: &mut Conn<'_>, rows: Vec<MessageRow>) -> Result<Vec<Message>> {
    dressed(conn, rows, &[], HashMap::new(), None)
}

/// [`message`] for several.
pub fn told(conn: &mut Conn<'_>, rows: Vec<MessageRow>) -> Result<Vec<Message>> {
    if rows.is_empty() { Ok(Vec::new()) } else { messages(conn, rows, None) }
}

/// One message as somebody sees it.
pub fn message_for(conn: &mut Conn<'_>, row: MessageRow, viewer: PersonId) -> Result<Message> {
    Ok(messages(conn, vec![row], Some(viewer))?.remove(0))
}

/// Messages as somebody sees them, with the people named in them.
pub fn shown(conn: &mut Conn<'_>, rows: Vec<MessageRow>) -> Result<Shown> {
    let viewer = conn.actor().person;
    let messages = messages(conn, rows, Some(viewer))?;
    let people = people_in(conn, messages.iter())?;
    Ok(Shown { messages, people })
}

/// The people whom some messages name, by whatever way.
pub fn people_in<'m>(conn: &mut Conn<'_>, messages: impl Iterator<Item = &'m Message>) -> Result<Vec<PersonBrief>> {
    let (mut ids, mut called): (HashSet<PersonId>, HashSet<PersonId>) = Default::default();
    for message in messages {
        ids.insert(message.author_id);
        ids.extend(message.quote.iter().map(|quote| quote.author_id));
        ids.extend(message.reactions.iter().flat_map(|reaction| reaction.people.iter().copied()));
        ids.extend(message.thread.iter().flat_map(|thread| thread.participants.iter().copied()));
        ids.extend(message.pinned.iter().map(|pinned| pinned.by_id));
        ids.extend(message.notice.iter().flat_map(|notice| notice.people.iter().copied()));
        // What is forwarded may be of people whom the reader has never met.
        called.extend(called_in(message));
    }
    ids.extend(without_strangers(conn, called.into_iter().collect())?);
    let ids: Vec<PersonId> = ids.into_iter().collect();
    people::briefs(conn, &ids)
}

/// The people whom a message calls, and those of what it forwards: it takes no acquaintance to name them.
pub(super) fn called_in(message: &Message) -> HashSet<PersonId> {
    let forwarded = || message.forwarded.iter();
    let bodies = std::iter::once(&message.body).chain(forwarded().map(|one| &one.body));
    let mentions = bodies.filter(|body| body.contains("<@")).flat_map(|body| text::mentions(body).people);
    let mut called: HashSet<PersonId> = mentions.filter_map(|id| id.parse().ok()).collect();
    called.extend(forwarded().flat_map(|one| one.author_id.into_iter().chain(one.operator_id)));
    called
}

/// Groups reactions by code, in the order in which the codes first came.
pub fn count_reactions(rows: &[ReactionRow], message: MessageId, viewer: Option<PersonId>) -> Vec<ReactionCount> {
    let mut counts: Vec<ReactionCount> = Vec::new();
    for row in rows.iter().filter(|row| row.message == message) {
        let place = match counts.iter().position(|count| count.code == row.code) {
            Some(place) => place,
            None => {
                counts.push(ReactionCount { code: row.code.clone(), count: 0, mine: false, people: Vec::new() });
                counts.len() - 1
            }
        };
        let count = &mut counts[place];
        count.count += 1;
        count.mine |= viewer == Some(row.person);
        if count.people.len() < NAMED_PER_REACTION {
            count.people.push(row.person);
        }
    }
    counts
}

fn messages(conn: &mut Conn<'_>, rows: Vec<MessageRow>, viewer: Option<PersonId>) -> Result<Vec<Message>> {
    let ids: Vec<MessageId> = rows.iter().map(|row| row.id).collect();
    let reactions = store::messages::reactions(conn, &ids)?;
    let roots: Vec<MessageId> = rows.iter().filter(|row| row.thread().is_none()).map(|row| row.id).collect();
    let threads = if roots.is_empty() { HashMap::new() } else { store::threads::by_ids(conn, &roots)? };
    dressed(conn, rows, &reactions, threads, viewer)
}

/// Rows with what came to them: reactions, threads, what they quote.
fn dressed(
    conn: &mut Conn<'_>,
    rows: Vec<MessageRow>,
    reactions: &[ReactionRow],
    mut threads: HashMap<MessageId, Thread>,
    viewer: Option<PersonId>,
) -> Result<Vec<Message>> {
    let rows = forwards::as_they_stand(conn, rows)?;
    let rows = forwards::told_to_everybody(conn, rows)?;
    let quoted: Vec<MessageId> = rows.iter().filter_map(|row| row.quote).collect();
    let quoted = store::messages::by_ids(conn, &quoted)?;
    let quoted: HashMap<MessageId, MessageRow> =
        forwards::as_they_stand(conn, quoted)?.into_iter().map(|row| (row.id, row)).collect();
    Ok(rows
        .into_iter()
        .map(|row| {
            let quote = row.quote.and_then(|id| quoted.get(&id)).map(|quoted| Quote {
                id: quoted.id,
                thread_id: quoted.thread(),
                seq: quoted.seq,
                author_id: quoted.author,
                operator: quoted.extra.operator.clone(),
                as_post: quoted.extra.as_post.clone(),
                excerpt: text::ellipsize(&quoted_words(quoted), QUOTED).into_owned(),
                withdrawn: quoted.withdrawn_at.is_some(),
            });
            let thread: Option<Thread> = threads.remove(&row.id);
            Message {
                reactions: count_reactions(reactions, row.id, viewer),
                thread_id: row.thread(),
                id: row.id,
                room_id: row.room,
                seq: row.seq,
                author_id: row.author,
                via: row.via,
                operator: row.extra.operator,
                as_post: row.extra.as_post,
                kind: row.kind,
                notice: row.extra.notice,
                body: row.body,
                everyone: row.everyone,
                quote,
                sent_at: row.sent_at,
                edited_at: row.edited_at,
                withdrawn_at: row.withdrawn_at,
                thread,
                files: row.extra.files,
                card: row.extra.card,
                forwarded: row.extra.forwarded,
                pinned: row.extra.pinned,
                no_reply: row.extra.no_reply,
                headings: row.extra.headings,
                tick: row.tick,
            }
        })
        .collect())
}

/// What somebody reads of a message that another one quotes: its words, else the names of its files.
fn quoted_words(row: &MessageRow) -> Cow<'_, str> {
    match row.first_words() {
        "" => Cow::Owned(file_names(row.all_files())),
        words => Cow::Borrowed(words),
    }
}

/// The names of what a message carries.
fn file_names<'f>(files: impl IntoIterator<Item = &'f FileReference>) -> String {
    files.into_iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join("、")
}

/// Rooms as the API shows them: with their newest message and, for direct ones, who is in them; for requests to posts, who asked.
pub fn rooms(conn: &mut Conn<'_>, rows: Vec<(RoomRow, Option<Mine>)>) -> Result<Vec<Room>> {
    // Whoever only knows of a room does not see what was last said in it.
    let actor = conn.actor();
    let readable = |room: &RoomRow, mine: &Option<Mine>| mine.is_some() || policy::is_open_to(&actor, room);
    let ids: Vec<RoomId> = rows.iter().filter(|(room, mine)| readable(room, mine)).map(|(room, _)| room.id).collect();
    let lasts = store::messages::last_of(conn, &ids)?;
    let names = Names::for_bodies(conn, lasts.iter().map(|last| last.body.as_str()))?;
    let mut lasts: HashMap<RoomId, Last> = lasts
        .into_iter()
        .map(|row| {
            let excerpt = match row.body.is_empty() {
                // What goes without words is called after its files.
                true => text::ellipsize(&file_names(&row.extra.files), EXCERPT).into_owned(),
                false => names.excerpt(&row.body, EXCERPT),
            };
            let forwards = row.body.is_empty() && !row.extra.forwarded.is_empty();
            let MessageRow { seq, author, via, sent_at, .. } = row;
            let last = Last { seq, author_id: author, via, operator: row.extra.operator, excerpt, forwards, sent_at };
            (row.room, last)
        })
        .collect();
    let directs: Vec<RoomId> =
        rows.iter().filter(|(room, _)| room.kind == RoomKind::Direct).map(|(room, _)| room.id).collect();
    let mut people = if directs.is_empty() { HashMap::new() } else { store::members::direct_people(conn, &directs)? };
    let shared: Vec<RoomId> = rows.iter().filter(|(room, _)| room.shares > 0).map(|(room, _)| room.id).collect();
    let mut shared = store::shares::shared_with(conn, &shared)?;
    Ok(rows
        .into_iter()
        .map(|(row, mine)| Room {
            last: lasts.remove(&row.id),
            people: match row.post() {
                Some(_) => vec![row.created_by],
                None => people.remove(&row.id).unwrap_or_default(),
            },
            id: row.id,
            kind: row.kind,
            name: row.name,
            purpose: row.purpose,
            unit_id: row.unit_id,
            title_id: row.title_id,
            rule: row.rule,
            archived_at: row.archived_at,
            member_count: row.member_count,
            guest_count: row.guest_count,
            shared_with: shared.remove(&row.id).unwrap_or_default(),
            no_forwarding: row.no_forwarding,
            downloads: row.downloads,
            download_floor: row.floor,
            last_seq: row.last_seq,
            last_at: row.last_at,
            tick: row.tick,
            mine,
        })
        .collect())
}

/// One room as the actor sees it.
pub fn room(conn: &mut Conn<'_>, id: RoomId) -> Result<Room> {
    let (row, mut mine) = super::room(conn, id)?;
    if mine.is_some() {
        let person = conn.actor().person;
        mine = store::rooms::mine(conn, person, id)?;
    }
    Ok(rooms(conn, vec![(row, mine)])?.remove(0))
}

//! Search over everything: what each feature has of it, put into one answer.

use chat::model::{Message, MessageId, RoomId};
use chat::service::searching::{self as talk, FoundRoom, MESSAGES};
use db::Conn;
use directory::model::{PersonBrief, Sort};
use directory::service::barriers;
use directory::store::people;
use kernel::{Error, Jst, PersonId, Result, Timestamp};
use schemars::JsonSchema;
use search::service::{END, Wanted, find};
use search::{Place, Query, Sources, occurrences, parse};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use web::{Access, Cursor, Cx, In, Reply, Routes, limit};

/// Characters that somebody may look for at once.
const MOST_TYPED: usize = 400;
/// People whom a part of a name may mean.
const MOST_MEANT: usize = 200;

#[derive(Deserialize, JsonSchema)]
struct SearchQuery {
    /// What is looked for: words, all of which occur, and what narrows it down (`from:`, `in:`, `has:`, `before:`, `after:`, `on:`, `年度:`).
    q: String,
    /// Only in this room.
    room: Option<RoomId>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next` of the page before.
    cursor: Option<Cursor>,
}

/// Where in the body something stands: UTF-16 units from its start, and how many.
#[derive(Serialize, JsonSchema)]
struct SearchMark {
    start: usize,
    length: usize,
}

#[derive(Serialize, JsonSchema)]
struct SearchHit {
    message: Message,
    /// Where in the body stands what was looked for; nowhere when it was found by the name of a file.
    marks: Vec<SearchMark>,
}

#[derive(Serialize, JsonSchema)]
struct SearchResults {
    /// The newest first. A page may have fewer than were asked for, or none, and not be the last.
    items: Vec<SearchHit>,
    /// Ask with this for what is older; nothing when all was looked at.
    next: Option<String>,
    /// All since this moment was looked at, when there is more before it.
    searched_to: Option<Timestamp>,
    /// The index is being built: what was not found may be found later.
    is_building: bool,
    /// Everybody named in the messages and rooms.
    people: Vec<PersonBrief>,
    /// The rooms of the messages.
    rooms: Vec<FoundRoom>,
}

/// The endpoints.
pub(crate) fn routes() -> Routes {
    Routes::new("search")
        .on("GET /search", "search", "Looks for what was said, the newest first.", Access::SignedIn, get)
        .open_to_guests(&["search"])
        .open_to_bots(&["search"])
}

async fn get(cx: Cx, input: In<(), SearchQuery>) -> Result<Reply<SearchResults>> {
    let SearchQuery { q, room, limit: asked, cursor } = input.query;
    if q.chars().count() > MOST_TYPED {
        return Err(Error::invalid("search.too_long"));
    }
    let below: Place = cursor.as_ref().map(Cursor::read).transpose()?.unwrap_or(END);
    let (sources, limit) = (cx.part::<Sources>(), limit(asked));
    let results = cx.read(move |conn| results(conn, &sources, &q, room, below, limit)).await?;
    Ok(Reply::ok(results))
}

/// The people whom somebody means by names, parts of names or tokens. Whom a contact barrier hides from them they mean by nothing.
fn authors(conn: &mut Conn<'_>, names: &[String]) -> Result<HashSet<i64>> {
    let actor = conn.actor();
    let mut meant = HashSet::new();
    for name in names {
        let folded = text::fold(name);
        if matches!(folded.as_str(), "me" | "自分") {
            meant.insert(actor.person.raw());
            continue;
        }
        if let Some(id) = name.strip_prefix("<@").and_then(|id| id.strip_suffix('>')) {
            meant.extend(id.parse::<PersonId>().ok().map(PersonId::raw));
            continue;
        }
        let filter = people::Filter {
            words: folded.trim_start_matches('@').split_whitespace().map(str::to_owned).collect(),
            besides: people::Besides::Left,
            hidden_from: barriers::hidden_from(&actor),
            ..people::Filter::default()
        };
        let found = people::list(conn, &filter, Sort::Reading, &people::Key::start(), MOST_MEANT)?;
        meant.extend(found.iter().map(|listed| listed.person.brief.id.raw()));
    }
    Ok(meant)
}

fn wanted(conn: &mut Conn<'_>, query: &Query, room: Option<RoomId>) -> Result<Wanted> {
    let within = match query.within[..] {
        [] => None,
        _ => Some(talk::rooms_called(conn, &query.within)?.into_iter().map(RoomId::raw).collect::<HashSet<i64>>()),
    };
    let scopes = match (room, within) {
        (None, within) => within,
        (Some(room), None) => Some(HashSet::from([room.raw()])),
        (Some(room), Some(within)) => Some(within.into_iter().filter(|id| *id == room.raw()).collect()),
    };
    let authors = match query.from[..] {
        [] => None,
        _ => Some(authors(conn, &query.from)?),
    };
    let marks = query.has.iter().fold(0, |marks, has| marks | talk::mark(*has));
    Ok(Wanted { terms: query.terms.clone(), scopes, authors, days: query.days(), marks })
}

fn marks(body: &str, terms: &[String]) -> Vec<SearchMark> {
    let units = |text: &str| text.encode_utf16().count();
    let (mut at, mut start) = (0, 0);
    let mark = |range: std::ops::Range<usize>| {
        start += units(&body[at..range.start]);
        at = range.start;
        SearchMark { start, length: units(&body[range]) }
    };
    // Tokens are blanks of as many bytes there, so that all else stands where it stands in the body.
    occurrences(&talk::words(body), terms).into_iter().map(mark).collect()
}

fn results(
    conn: &mut Conn<'_>,
    sources: &Sources,
    typed: &str,
    room: Option<RoomId>,
    below: Place,
    limit: usize,
) -> Result<SearchResults> {
    let query = parse(typed, Jst::date(conn.now()));
    if query.is_empty() {
        return Err(Error::invalid("search.nothing_to_find"));
    }
    let wanted = wanted(conn, &query, room)?;
    let found = find(conn, sources, MESSAGES, &wanted, below, limit)?;
    let ids: Vec<MessageId> = found.places.iter().map(|(_, id)| MessageId::from_raw(*id)).collect();
    let shown = talk::shown(conn, &ids)?;
    let rooms: HashSet<RoomId> = shown.messages.iter().map(|message| message.room_id).collect();
    let rooms = talk::found_rooms(conn, &rooms.into_iter().collect::<Vec<_>>())?;
    let mut people = shown.people;
    let known: HashSet<PersonId> = people.iter().map(|person| person.id).collect();
    let others: HashSet<PersonId> = rooms.iter().flat_map(|room| room.people.iter().copied()).collect();
    people.extend(people::briefs(conn, &others.difference(&known).copied().collect::<Vec<_>>())?);
    let items =
        shown.messages.into_iter().map(|message| SearchHit { marks: marks(&message.body, &query.terms), message });
    Ok(SearchResults {
        items: items.collect(),
        next: found.below.as_ref().map(Cursor::write),
        searched_to: found.below.map(|(at, _)| Timestamp::from_micros(at)),
        is_building: found.is_building,
        people,
        rooms,
    })
}

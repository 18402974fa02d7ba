//! Search over everything: what each feature has of it, put into one answer.

mod files;
mod notes;

use chat::model::{Message, MessageId, RoomId};
use chat::service::searching::{self as talk, FoundRoom, MESSAGES};
use db::Conn;
use directory::model::PersonBrief;
use directory::service::barriers;
use directory::store::{called, people};
use kernel::{Error, Jst, PersonId, Result, Tick, Timestamp};
use schemars::JsonSchema;
use search::model::{NewSavedSearch, SavedId, SavedSearch};
use search::service::{self, END, Finder, Rank, Wanted};
use search::{Has, Place, Query, around, occurrences, parse};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, Weak};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use web::{Access, Cursor, Cx, In, Json, Reply, Routes, limit};

/// Characters that somebody may look for at once.
const MOST_TYPED: usize = 400;
/// Words that somebody may look for at once.
const MOST_WORDS: usize = 16;
/// Characters of a body in which is marked what was looked for: more than anybody is shown.
const MARKED: usize = 4_000;

/// Searches that run at a time; further ones wait. The database has four readers, and rooms open meanwhile.
const AT_A_TIME: usize = 2;

/// Lets some searches in at a time, and one of each person: who types fast leaves the others theirs.
pub(crate) struct Turns {
    all: Arc<Semaphore>,
    own: Mutex<HashMap<PersonId, Weak<Semaphore>>>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(AT_A_TIME)), own: Mutex::default() }
    }
}

/// Somebody's turn. It is held by the work itself, which goes on when nobody waits for its answer any more.
#[derive(Debug)]
struct Turn {
    _own: OwnedSemaphorePermit,
    _any: OwnedSemaphorePermit,
}

impl Turns {
    /// Waits for somebody's turn.
    async fn of(&self, person: PersonId) -> Result<Turn> {
        let own = self.own(person).acquire_owned().await.map_err(Error::internal)?;
        let any = self.all.clone().acquire_owned().await.map_err(Error::internal)?;
        Ok(Turn { _own: own, _any: any })
    }

    fn own(&self, person: PersonId) -> Arc<Semaphore> {
        let mut own = self.own.lock().expect("nothing panics while holding the turns");
        own.retain(|_, turn| turn.strong_count() > 0);
        let turn = own.get(&person).and_then(Weak::upgrade).unwrap_or_else(|| Arc::new(Semaphore::new(1)));
        own.insert(person, Arc::downgrade(&turn));
        turn
    }
}

/// In which order things are found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum SearchOrder {
    /// The newest first.
    #[default]
    Newest,
    /// What fits best first, of all of it or of the newest some hundred, and those of what is older after them.
    Best,
}

#[derive(Deserialize, JsonSchema)]
struct SearchQuery {
    /// What is looked for: words, all of which occur, words after a minus, which do not, and what narrows it down (`from:`, `unit:`, `in:`,
    /// `has:`, `before:`, `after:`, `since:`, `until:`, `on:`, `年度:`).
    q: String,
    /// Only in this room.
    room: Option<RoomId>,
    /// What comes first; the newest when absent.
    #[serde(default)]
    order: SearchOrder,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next` of the page before.
    cursor: Option<Cursor>,
}

/// Where in the text something stands: UTF-16 units from its start, and how many.
#[derive(Clone, Serialize, JsonSchema)]
struct SearchMark {
    start: usize,
    length: usize,
}

#[derive(Serialize, JsonSchema)]
struct SearchHit {
    message: Message,
    /// Its words as a reader sees them: without the marks of markup, with tokens for who is called.
    text: String,
    /// Where in the text stands what was looked for; nowhere when it was found by the name of a file, or by what a reader does not see.
    marks: Vec<SearchMark>,
    /// The same for the name of each of its files, and of those of what it forwards after them.
    file_marks: Vec<Vec<SearchMark>>,
}

#[derive(Serialize, JsonSchema)]
struct SearchResults {
    /// In the order that was asked for. A page may have fewer than were asked for, or none, and not be the last.
    items: Vec<SearchHit>,
    /// Ask with this for what comes after them; nothing when all was looked at.
    next: Option<String>,
    /// All since this moment was looked at, when there is more before it.
    searched_to: Option<Timestamp>,
    /// The index is being built: what was not found may be found later.
    is_building: bool,
    /// Everybody named in the messages and rooms.
    people: Vec<PersonBrief>,
    /// The rooms of the messages.
    rooms: Vec<FoundRoom>,
    /// Words that look as if they were to narrow it down, and were looked for as they stand: no such day, nothing that a message can have.
    not_understood: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct SavedSearches {
    /// The oldest first.
    items: Vec<SavedSearch>,
    /// All that was told up to here is in it: what is older is passed over.
    at: Tick,
}

#[derive(Deserialize, JsonSchema)]
struct SavedPath {
    saved: SavedId,
}

/// The endpoints.
pub(crate) fn routes() -> Routes {
    Routes::new("search")
        .on("GET /search", "search", "Looks for what was said.", Access::SignedIn, get)
        .on("GET /search/notes", "search_notes", "Looks for notes.", Access::SignedIn, notes::get)
        .on("GET /search/files", "search_files", "Looks for files and for what they say.", Access::SignedIn, files::get)
        .on("GET /me/searches", "list_saved_searches", "The searches that I keep.", Access::SignedIn, list_saved)
        .on("PUT /me/searches/{saved}", "save_search", "Keeps a search under a name.", Access::SignedIn, save)
        .on("DELETE /me/searches/{saved}", "forget_search", "Keeps a search no longer.", Access::SignedIn, forget)
        .open_to_guests(&[
            "search",
            "search_files",
            "search_notes",
            "list_saved_searches",
            "save_search",
            "forget_search",
        ])
        .open_to_bots(&["search", "search_files", "search_notes"])
        .open_on_leave(&["save_search", "forget_search"])
}

/// What somebody asks, as far as it is the same whatever they look for.
struct Asked {
    typed: String,
    room: Option<RoomId>,
    from: From,
    limit: usize,
}

/// Where somebody begins to look, in which order.
#[derive(Clone, Copy)]
enum From {
    Newest(Place),
    Best(Rank),
}

/// What was found, and how it goes on.
struct Answer {
    query: Query,
    places: Vec<Place>,
    next: Option<String>,
    searched_to: Option<Timestamp>,
    is_building: bool,
}

impl Asked {
    fn of(query: SearchQuery) -> Result<Self> {
        let SearchQuery { q: typed, room, order, limit: asked, cursor } = query;
        if typed.chars().count() > MOST_TYPED {
            return Err(Error::invalid("search.too_long"));
        }
        let from = match order {
            SearchOrder::Newest => From::Newest(cursor.as_ref().map(Cursor::read).transpose()?.unwrap_or(END)),
            SearchOrder::Best => From::Best(cursor.as_ref().map(Cursor::read).transpose()?.unwrap_or(Rank::FIRST)),
        };
        Ok(Self { typed, room, from, limit: limit(asked) })
    }

    /// Looks for one kind of documents, whose marks mean what `mark` says.
    fn find(&self, conn: &mut Conn<'_>, finder: &Finder, kind: i64, mark: fn(Has) -> u8) -> Result<Answer> {
        let query = parse(&self.typed, Jst::date(conn.now()));
        if query.is_empty() {
            return Err(Error::invalid("search.nothing_to_find"));
        }
        if query.terms.len() + query.without.len() > MOST_WORDS {
            return Err(Error::invalid("search.too_many_words"));
        }
        let wanted = wanted(conn, &query, self.room, mark)?;
        let (places, next, to, is_building) = match self.from {
            From::Newest(below) => {
                let found = finder.find(conn, kind, &wanted, below, self.limit)?;
                (found.places, found.below.as_ref().map(Cursor::write), found.below, found.is_building)
            }
            From::Best(rank) => {
                let best = finder.find_best(conn, kind, &wanted, rank, self.limit)?;
                (best.places, best.next.as_ref().map(Cursor::write), best.among, best.is_building)
            }
        };
        let searched_to = to.map(|(at, _)| Timestamp::from_micros(at));
        Ok(Answer { query, places, next, searched_to, is_building })
    }
}

/// Looks when it is somebody's turn, which the work itself holds.
async fn look<T: Send + 'static>(
    cx: &Cx,
    query: SearchQuery,
    results: impl Fn(&mut Conn<'_>, &Finder, &Asked) -> Result<T> + Send + 'static,
) -> Result<Reply<T>> {
    let (asked, finder, turns) = (Asked::of(query)?, cx.part::<Finder>(), cx.part::<Turns>());
    let turn = turns.of(cx.actor().person).await?;
    let looking = move |conn: &mut Conn<'_>| {
        let _held = &turn;
        results(conn, &finder, &asked)
    };
    Ok(Reply::ok(cx.read(looking).await?))
}

async fn get(cx: Cx, input: In<(), SearchQuery>) -> Result<Reply<SearchResults>> {
    look(&cx, input.query, results).await
}

async fn list_saved(cx: Cx, _: In) -> Result<Reply<SavedSearches>> {
    let (items, at) = cx.read(service::saved).await?;
    Ok(Reply::ok(SavedSearches { items, at }))
}

async fn save(cx: Cx, input: In<SavedPath, (), Json<NewSavedSearch>>) -> Result<Reply<SavedSearch>> {
    let (id, Json(new)) = (input.path.saved, input.body);
    Ok(Reply::ok(cx.write(move |tx| service::save(tx, id, &new)).await?))
}

async fn forget(cx: Cx, input: In<SavedPath>) -> Result<Reply> {
    let id = input.path.saved;
    cx.write(move |tx| service::forget(tx, id)).await?;
    Ok(Reply::none())
}

/// The people whom somebody means by names, parts of names or tokens: whoever of the organisation is called so, and by nothing else that is
/// known of them. What is found is where the actor reads, and names its author there.
fn meant(conn: &mut Conn<'_>, names: &[String]) -> Result<HashSet<PersonId>> {
    let me = conn.actor().person;
    let mut meant = HashSet::new();
    for name in names {
        let folded = text::fold(name);
        if matches!(folded.as_str(), "me" | "自分" | "自分用めも") {
            meant.insert(me);
        } else if let Some(id) = name.strip_prefix("<@").and_then(|id| id.strip_suffix('>')) {
            meant.extend(id.parse::<PersonId>());
        } else {
            meant.extend(called::called(conn, folded.trim_start_matches('@'))?);
        }
    }
    Ok(meant)
}

fn wanted(conn: &mut Conn<'_>, query: &Query, room: Option<RoomId>, mark: fn(Has) -> u8) -> Result<Wanted> {
    let within = match query.within[..] {
        [] => None,
        _ => {
            let people = meant(conn, &query.within)?;
            let rooms = talk::rooms_called(conn, &query.within, &people)?;
            Some(rooms.into_iter().map(RoomId::raw).collect::<HashSet<i64>>())
        }
    };
    let scopes = match (room, within) {
        (None, within) => within,
        (Some(room), None) => Some(HashSet::from([room.raw()])),
        (Some(room), Some(within)) => Some(within.into_iter().filter(|id| *id == room.raw()).collect()),
    };
    let by_name = match query.from[..] {
        [] => None,
        _ => Some(meant(conn, &query.from)?),
    };
    let by_unit = match query.units[..] {
        [] => None,
        // Who is not of the staff knows nobody's posts, and the staff not those of whom a barrier hides.
        _ if conn.actor().outsider.is_some() => Some(HashSet::new()),
        _ => {
            let found: Vec<PersonId> = called::of_units(conn, &query.units)?.into_iter().collect();
            let hidden = barriers::towards(conn, &found)?.hidden();
            Some(found.into_iter().filter(|person| !hidden.contains(person)).collect::<HashSet<PersonId>>())
        }
    };
    let authors = match (by_name, by_unit) {
        (Some(named), Some(there)) => Some(named.intersection(&there).copied().collect()),
        (named, there) => named.or(there),
    };
    let authors = authors.map(|people: HashSet<PersonId>| people.into_iter().map(PersonId::raw).collect());
    let marks = query.has.iter().fold(0, |marks, has| marks | mark(*has));
    let (terms, without, days) = (query.terms.clone(), query.without.clone(), query.days());
    Ok(Wanted { terms, without, scopes, authors, days, marks })
}

fn marks(shown: &str, terms: &[String]) -> Vec<SearchMark> {
    let units = |text: &str| text.encode_utf16().count();
    let end = shown.char_indices().nth(MARKED).map_or(shown.len(), |(at, _)| at);
    // Tokens are blanks of as many bytes there, so that all else stands where it stands in what is shown.
    let searched = text::without_tokens(&shown[..end]);
    let (mut at, mut start) = (0, 0);
    let mark = |range: std::ops::Range<usize>| {
        start += units(&shown[at..range.start]);
        at = range.start;
        SearchMark { start, length: units(&shown[range]) }
    };
    occurrences(&searched, terms).into_iter().map(mark).collect()
}

fn hit(message: Message, terms: &[String]) -> SearchHit {
    // Of what it forwards the words are shown in which something was found, when that is not in its own.
    let bodies = || std::iter::once(&message.body).chain(message.forwarded.iter().map(|one| &one.body));
    let mut said: Vec<_> = bodies().map(|body| text::seen(body).into_owned()).filter(|text| !text.is_empty()).collect();
    let marked = said.iter().position(|text| !marks(text, terms).is_empty()).unwrap_or_default();
    let text = if said.is_empty() { String::new() } else { said.swap_remove(marked) };
    let files = message.files.iter().chain(message.forwarded.iter().flat_map(|one| &one.files));
    SearchHit {
        marks: marks(&text, terms),
        file_marks: files.map(|file| marks(&file.name, terms)).collect(),
        text,
        message,
    }
}

/// Rooms in which something was found, and everybody who is named there and is not known yet.
fn rooms_of(
    conn: &mut Conn<'_>,
    ids: HashSet<RoomId>,
    mut people: Vec<PersonBrief>,
) -> Result<(Vec<FoundRoom>, Vec<PersonBrief>)> {
    let rooms = talk::found_rooms(conn, &ids.into_iter().collect::<Vec<_>>())?;
    let known: HashSet<PersonId> = people.iter().map(|person| person.id).collect();
    let others: HashSet<PersonId> = rooms.iter().flat_map(|room| room.people.iter().copied()).collect();
    people.extend(people::briefs(conn, &others.difference(&known).copied().collect::<Vec<_>>())?);
    Ok((rooms, people))
}

/// What of a long text shows where in it something was found, and where in that it stands.
fn excerpt(text: &str, terms: &[String]) -> (String, Vec<SearchMark>) {
    let shown = &text[around(text, terms)];
    (shown.to_owned(), marks(shown, terms))
}

fn results(conn: &mut Conn<'_>, finder: &Finder, asked: &Asked) -> Result<SearchResults> {
    let found = asked.find(conn, finder, MESSAGES, talk::mark)?;
    let ids: Vec<MessageId> = found.places.iter().map(|(_, id)| MessageId::from_raw(*id)).collect();
    let shown = talk::shown(conn, &ids)?;
    let rooms: HashSet<RoomId> = shown.messages.iter().map(|message| message.room_id).collect();
    let (rooms, people) = rooms_of(conn, rooms, shown.people)?;
    Ok(SearchResults {
        items: shown.messages.into_iter().map(|message| hit(message, &found.query.terms)).collect(),
        next: found.next,
        searched_to: found.searched_to,
        is_building: found.is_building,
        people,
        rooms,
        not_understood: found.query.not_understood,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    fn now<T>(asked: impl Future<Output = Result<T>>) -> Option<T> {
        match pin!(asked).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(turn) => Some(turn.expect("nobody closes the door")),
            Poll::Pending => None,
        }
    }

    #[test]
    fn two_search_at_a_time_and_nobody_twice() {
        let turns = Turns::default();
        let [one, other, third] = [1, 2, 3].map(PersonId::from_raw);
        let first = now(turns.of(one));
        assert!(first.is_some());
        assert!(now(turns.of(one)).is_none(), "one at a time of each");
        let second = now(turns.of(other));
        assert!(second.is_some(), "who waits for their own holds up nobody");
        assert!(now(turns.of(third)).is_none());
        drop(first);
        assert!(now(turns.of(third)).is_some());
        drop(second);
        assert!(turns.own(one).available_permits() == 1 && turns.all.available_permits() == AT_A_TIME);
    }
}

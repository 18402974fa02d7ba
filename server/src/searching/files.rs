//! Files that somebody looks for, by their names and by what they say.

use super::{Asked, SearchMark, SearchQuery, excerpt, look, rooms_of};
use chat::model::{FileReference, MessageId};
use chat::service::searching::files::{self as carried, Carrier, FILES, Found};
use chat::service::searching::{self as talk, FoundRoom};
use db::Conn;
use directory::model::PersonBrief;
use kernel::{Result, Timestamp};
use schemars::JsonSchema;
use search::service::Finder;
use serde::Serialize;
use std::collections::HashSet;
use web::{Cx, In, Reply};

#[derive(Serialize, JsonSchema)]
struct FoundFile {
    file: FileReference,
    /// Where in its name stands what was looked for.
    name_marks: Vec<SearchMark>,
    /// What it says around what was looked for; its beginning when that is in the name alone, and nothing when it was not read.
    text: String,
    /// Where in that it stands.
    marks: Vec<SearchMark>,
    /// The message in which it stands.
    carrier: Carrier,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct FoundFiles {
    /// In the order that was asked for, those of a message together. A page may have fewer than were asked for, or none, and not be the last.
    items: Vec<FoundFile>,
    /// Ask with this for what comes after them; nothing when all was looked at.
    next: Option<String>,
    /// All since this moment was looked at, when there is more before it.
    searched_to: Option<Timestamp>,
    /// The index is being built: what was not found may be found later.
    is_building: bool,
    /// Who sent them, and everybody named in the rooms.
    people: Vec<PersonBrief>,
    /// The rooms of the messages.
    rooms: Vec<FoundRoom>,
    /// Words that look as if they were to narrow it down, and were looked for as they stand.
    not_understood: Vec<String>,
}

/// Messages on a page at most: each may have twenty files, which are all looked into again.
const PAGE: usize = 30;

pub(super) async fn get(cx: Cx, input: In<(), SearchQuery>) -> Result<Reply<FoundFiles>> {
    let limit = input.query.limit.map_or(PAGE, |limit| limit.min(PAGE));
    look(&cx, SearchQuery { limit: Some(limit), ..input.query }, results).await
}

/// A file of a message that was found; nothing for one beside it in which nothing of what was looked for stands.
fn hit(found: Found<(String, Vec<SearchMark>)>, terms: &[String]) -> Option<FoundFile> {
    let Found { file, said: (text, marks), carrier } = found;
    let name_marks = super::marks(&file.name, terms);
    let is_found = terms.is_empty() || !name_marks.is_empty() || !marks.is_empty();
    is_found.then_some(FoundFile { file, name_marks, text, marks, carrier })
}

fn results(conn: &mut Conn<'_>, finder: &Finder, asked: &Asked) -> Result<FoundFiles> {
    let found = asked.find(conn, finder, FILES, talk::mark)?;
    let ids: Vec<MessageId> = found.places.iter().map(|(_, id)| MessageId::from_raw(*id)).collect();
    let (files, people) = carried::shown(conn, &ids, |words| excerpt(words, &found.query.terms))?;
    let rooms = files.iter().map(|found| found.carrier.room_id).collect::<HashSet<_>>();
    let (rooms, people) = rooms_of(conn, rooms, people)?;
    Ok(FoundFiles {
        items: files.into_iter().filter_map(|file| hit(file, &found.query.terms)).collect(),
        next: found.next,
        searched_to: found.searched_to,
        is_building: found.is_building,
        people,
        rooms,
        not_understood: found.query.not_understood,
    })
}

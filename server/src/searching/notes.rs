//! Notes that somebody looks for.

use super::{Asked, SearchMark, SearchQuery, excerpt, look, marks, rooms_of};
use chat::service::searching::FoundRoom;
use db::Conn;
use directory::model::PersonBrief;
use kernel::{Result, Timestamp};
use notes::model::{Note, NoteId};
use notes::service::searching::{self as pages, NOTES};
use schemars::JsonSchema;
use search::service::Finder;
use serde::Serialize;
use std::collections::HashSet;
use web::{Cx, In, Reply};

#[derive(Serialize, JsonSchema)]
struct FoundNote {
    note: Note,
    /// Where in its title stands what was looked for.
    title_marks: Vec<SearchMark>,
    /// What stands on it around what was looked for; its beginning when that is in the title alone.
    text: String,
    /// Where in that it stands.
    marks: Vec<SearchMark>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct FoundNotes {
    /// In the order that was asked for: what was begun last first, or what fits best. A page may have fewer than were asked for, or none, and not be the last.
    items: Vec<FoundNote>,
    /// Ask with this for what comes after them; nothing when all was looked at.
    next: Option<String>,
    /// All that was begun since this moment was looked at, when there is more before it.
    searched_to: Option<Timestamp>,
    /// The index is being built: what was not found may be found later.
    is_building: bool,
    /// Everybody named in the rooms.
    people: Vec<PersonBrief>,
    /// The rooms of the notes.
    rooms: Vec<FoundRoom>,
    /// Words that look as if they were to narrow it down, and were looked for as they stand.
    not_understood: Vec<String>,
}

pub(super) async fn get(cx: Cx, input: In<(), SearchQuery>) -> Result<Reply<FoundNotes>> {
    look(&cx, input.query, results).await
}

fn results(conn: &mut Conn<'_>, finder: &Finder, asked: &Asked) -> Result<FoundNotes> {
    let found = asked.find(conn, finder, NOTES, pages::mark)?;
    let ids: Vec<NoteId> = found.places.iter().map(|(_, id)| NoteId::from_raw(*id)).collect();
    let shown = pages::shown(conn, &ids)?;
    let (rooms, people) =
        rooms_of(conn, shown.iter().map(|(note, _)| note.room_id).collect::<HashSet<_>>(), Vec::new())?;
    let hit = |(note, words): (Note, String)| {
        let terms = &found.query.terms;
        let (text, marked) = excerpt(&words, terms);
        FoundNote { title_marks: marks(&note.title, terms), text, marks: marked, note }
    };
    Ok(FoundNotes {
        items: shown.into_iter().map(hit).collect(),
        next: found.next,
        searched_to: found.searched_to,
        is_building: found.is_building,
        people,
        rooms,
        not_understood: found.query.not_understood,
    })
}

//! What of notes can be searched: their titles and all that stands on them, as it is now.

use crate::events;
use crate::model::{Note, NoteId};
use crate::store::searching::Searched;
use crate::store::{self, notes, pages};
use db::Conn;
use kernel::{Committed, Jst, Result, Topic};
use search::model::Owned;
use search::{Document, GONE, Has, Source};
use serde::Deserialize;
use std::borrow::Cow;

/// The number of notes among what is searched.
pub const NOTES: i64 = 2;

const LINK: u8 = 1;
/// What no note has.
const NEVER: u8 = 2;

/// Notes that are read at a time when the index is built: pages may be long.
const READ_AT_A_TIME: usize = 64;

/// Stands between a title and a page: nobody types it.
const APART: char = '\u{1f}';

/// Notes, for the index; where the actor may read says the talk.
pub fn source(scopes: fn(&mut Conn<'_>) -> Result<Vec<i64>>) -> Source {
    Source {
        kind: NOTES,
        version: 1,
        events: &[events::CHANGED, events::UPDATED],
        told,
        stands,
        read: |conn, ids| {
            let ids: Vec<NoteId> = ids.iter().map(|id| NoteId::from_raw(*id)).collect();
            Ok(store::searching::of_ids(conn, &ids)?.into_iter().map(document).collect())
        },
        below: |conn, id, limit| {
            let found = store::searching::below(conn, NoteId::from_raw(id), limit.min(READ_AT_A_TIME))?;
            Ok(found.into_iter().map(document).collect())
        },
        scopes,
    }
}

/// The mark that stands for what is to be had. Notes are no messages: they call nobody, and stand in no thread.
pub fn mark(has: Has) -> u8 {
    match has {
        Has::Link => LINK,
        Has::Note => 0,
        Has::File | Has::Mention | Has::Thread => NEVER,
    }
}

#[derive(Deserialize)]
struct ChangedEvent<'p> {
    #[serde(borrow)]
    note: ChangedNote<'p>,
}

#[derive(Deserialize)]
struct ChangedNote<'p> {
    #[serde(borrow)]
    id: Cow<'p, str>,
}

fn told(event: &Committed) -> Option<i64> {
    if &*event.kind == events::UPDATED {
        return events::note_of(event.topic);
    }
    let told: ChangedEvent<'_> = serde_json::from_str(&event.payload).ok()?;
    told.note.id.parse().ok().map(NoteId::raw)
}

/// What is written goes to those who have the note open: that does not say in which room it stands.
fn stands(event: &Committed) -> Option<i64> {
    match event.topic {
        Topic::Group(room) if room >= 0 => Some(room),
        _ => None,
    }
}

fn document(note: Searched) -> Owned {
    let day = search::day_number(Jst::date(note.edited_at));
    let is_gone = note.withdrawn_at.is_some();
    let is_link = note.words.contains("://") && !text::links(&note.words).is_empty();
    let marks = if is_gone { GONE } else { 0 } | if is_link { LINK } else { 0 };
    let text = match is_gone {
        true => String::new(),
        false => search::folded(&format!("{}{APART}{}", note.title, note.words)),
    };
    let (at, id, scope, author) = (note.created_at.micros(), note.id.raw(), note.room.raw(), note.created_by.raw());
    (note.org, Document { at, id, scope, author, day, marks, text })
}

/// Notes of the actor's organisation by their ids, in the same order, with what stands on them; whether the actor may read them was asked
/// before.
pub fn shown(conn: &mut Conn<'_>, ids: &[NoteId]) -> Result<Vec<(Note, String)>> {
    let mut rows = notes::by_ids(conn, ids)?;
    rows.retain(|row| row.withdrawn_at.is_none());
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    let shown = notes::shown(conn, &rows.iter().collect::<Vec<_>>())?;
    let mut all = Vec::with_capacity(shown.len());
    for note in shown {
        let words = pages::words(conn, note.id)?;
        all.push((note, words));
    }
    Ok(all)
}

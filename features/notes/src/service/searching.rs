//! What of notes can be searched: their titles and all that stands on them, as it is now, with what the files say that stand there.

use crate::events;
use crate::model::{Note, NoteId};
use crate::store::searching::Searched;
use crate::store::{self, notes, pages};
use db::{Conn, Tx};
use files::model::FileId;
use files::store::words;
use kernel::{Committed, Jst, Result, Topic};
use search::model::Owned;
use search::{Document, GONE, Has, Source};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;

/// The number of notes among what is searched.
pub const NOTES: i64 = 2;

const LINK: u8 = 1;
/// What no note has.
const NEVER: u8 = 2;
const FILE: u8 = 4;

/// Notes that are read at a time when the index is built: pages may be long.
const READ_AT_A_TIME: usize = 64;

/// Bytes of all that the files of one note say that are searched.
const MOST_SAID: usize = 1 << 20;

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
            let found = store::searching::of_ids(conn, &ids)?;
            documents(conn, found)
        },
        below: |conn, id, limit| {
            let found = store::searching::below(conn, NoteId::from_raw(id), limit.min(READ_AT_A_TIME))?;
            documents(conn, found)
        },
        scopes,
    }
}

/// The mark that stands for what is to be had. Notes are no messages: they call nobody, and stand in no thread.
pub fn mark(has: Has) -> u8 {
    match has {
        Has::Link => LINK,
        Has::Note => 0,
        Has::File => FILE,
        Has::Mention | Has::Thread => NEVER,
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

/// Has the notes indexed on whose pages a file stands of which it is known now what it says.
pub fn read(tx: &mut Tx<'_>, file: FileId) -> Result<()> {
    let notes = store::files::notes_with(tx, file)?;
    search::wait(tx, NOTES, notes.into_iter().map(NoteId::raw))
}

fn documents(conn: &mut Conn<'_>, found: Vec<Searched>) -> Result<Vec<Owned>> {
    let ids: Vec<NoteId> = found.iter().map(|note| note.id).collect();
    let mut standing: HashMap<NoteId, Vec<FileId>> = HashMap::new();
    for (note, file) in store::files::standing(conn, &ids)? {
        standing.entry(note).or_default().push(file);
    }
    let mut all = Vec::with_capacity(found.len());
    for note in found {
        let files = standing.remove(&note.id).unwrap_or_default();
        // Those of one note are in memory at a time: they may have much to say.
        let said = said(conn, &files, words::folded)?;
        all.push(document(note, !files.is_empty(), &said));
    }
    Ok(all)
}

/// What some files say, in one form or the other.
type Words = fn(&mut Conn<'_>, &[FileId]) -> Result<HashMap<FileId, String>>;

/// What files say, apart from one another, as far as it is searched.
fn said(conn: &mut Conn<'_>, files: &[FileId], words: Words) -> Result<String> {
    let mut text = String::new();
    for file in files {
        if text.len() >= MOST_SAID {
            break;
        }
        if let Some(words) = words(conn, &[*file])?.remove(file) {
            text.push(APART);
            text.push_str(&words);
        }
    }
    Ok(text)
}

fn document(note: Searched, has_files: bool, said: &str) -> Owned {
    let day = search::day_number(Jst::date(note.edited_at));
    let is_gone = note.withdrawn_at.is_some();
    let is_link = note.words.contains("://") && !text::links(&note.words).is_empty();
    let marks = if is_gone { GONE } else { 0 } | if is_link { LINK } else { 0 } | if has_files { FILE } else { 0 };
    let text = match is_gone {
        true => String::new(),
        // What files say is kept in the form in which texts are compared.
        false => search::folded(&format!("{}{APART}{}", note.title, note.words)) + said,
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
        let files: Vec<FileId> = store::files::standing(conn, &[note.id])?.into_iter().map(|(_, file)| file).collect();
        let words = pages::words(conn, note.id)? + &said(conn, &files, words::words)?.replace(APART, "\n");
        all.push((note, words));
    }
    Ok(all)
}

//! Who changed what, and when; versions, with a name or without.

use super::{found, held};
use crate::model::history::{Piece, pieces};
use crate::model::{MOST_VERSIONS, NoteId, NoteRefusal, Version, Who, checked_title};
use crate::policy;
use crate::store::{names, pages, versions, who};
use db::{Conn, Tx};
use kernel::{Error, PersonId, Result};
use rooms::service::Talk;
use schemars::JsonSchema;
use serde::Serialize;

/// Updates of which a page of history is made.
const MARKS: usize = 1_000;

/// A page of history.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "NoteHistory")]
pub struct History {
    /// The latest first.
    pub pieces: Vec<Piece>,
    /// Versions with a name, the latest first.
    pub versions: Vec<Version>,
    /// What those who wrote are called.
    pub people: Vec<Who>,
    /// Ask for what is below this for the next page; nothing at the end.
    pub next: Option<i64>,
}

/// What happened to a page before a number, for those who belong to the room.
pub fn history(conn: &mut Conn<'_>, talk: Talk, id: NoteId, below: Option<i64>) -> Result<History> {
    let (row, place) = found(conn, talk, id)?;
    policy::may_read(&place, row)?;
    if !place.belongs {
        return Err(Error::not_found());
    }
    let mut marks = pages::marks(conn, id, below.unwrap_or(i64::MAX), MARKS)?;
    marks.reverse();
    let versions = versions::list(conn, id)?;
    let ends: Vec<i64> = versions.iter().map(|version| version.seq).collect();
    let mut pieces = pieces(&marks, &ends);
    let mut next = None;
    if marks.len() == MARKS && marks[0].seq > 1 {
        // The first piece may go on before the page; unless it is all of it, the next page tells it whole.
        let first = if pieces.len() > 1 { Some(pieces.remove(0)) } else { None };
        next = Some(first.map_or(marks[0].seq, |first| first.seq + 1));
    }
    pieces.reverse();
    let mut people: Vec<PersonId> =
        pieces.iter().flat_map(|piece| piece.by.iter().map(|share| share.person_id)).collect();
    people.sort_unstable();
    people.dedup();
    let names = names(conn, &people)?;
    Ok(History { pieces, versions, people: people.into_iter().map(|person| who(&names, person)).collect(), next })
}

/// Gives a version a name, or another one.
///
/// Errors: faults of the name, `not_found` for a number that the page never had, `notes.too_many_versions`.
pub fn name_version(tx: &mut Tx<'_>, talk: Talk, id: NoteId, seq: i64, name: &str) -> Result<Vec<Version>> {
    let (row, place) = held(tx, talk, id)?;
    let row = policy::may_write(&tx.actor(), &place, row)?;
    let name = checked_title(name).map_err(|code| Error::field("name", code))?;
    if !(1..=row.seq).contains(&seq) {
        return Err(Error::not_found());
    }
    let known = versions::list(tx, id)?;
    if known.len() >= MOST_VERSIONS && !known.iter().any(|version| version.seq == seq) {
        return Err(NoteRefusal::TooManyVersions.into());
    }
    versions::name(tx, &row, seq, &name)?;
    versions::list(tx, id)
}

/// Takes the name of a version away. The version stays.
pub fn unname_version(tx: &mut Tx<'_>, talk: Talk, id: NoteId, seq: i64) -> Result<Vec<Version>> {
    let (row, place) = held(tx, talk, id)?;
    let row = policy::may_write(&tx.actor(), &place, row)?;
    versions::unname(tx, &row, seq)?;
    versions::list(tx, id)
}

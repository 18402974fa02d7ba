//! Reading a page: all that somebody needs who opens it, and what they lack who had it before.

use super::found;
use crate::model::export::AttachedFiles;
use crate::model::page::Page;
use crate::model::tree::Node;
use crate::model::wire::Writer;
use crate::model::{Lost, Note, NoteId, Who, base64, export, tree};
use crate::policy::{self, Read};
use crate::store::notes::{self, NoteRow};
use crate::store::{names, pages, personal, who};
use db::{Conn, Tx};
use kernel::{Error, May, PersonId, Result, Timestamp};
use rooms::model::{InspectionId, RoomId};
use rooms::service::Talk;
use schemars::JsonSchema;
use serde::Serialize;

/// The pieces of a page, read from the database and not yet put together.
#[derive(Debug, Clone)]
pub struct Pieces(Vec<Vec<u8>>);

impl Pieces {
    /// Puts them together. Keeps a processor busy.
    pub fn page(&self) -> Result<Page> {
        let page = Page::of(0, self.0.iter().map(Vec::as_slice));
        page.map_err(|refusal| Error::internal(format!("a page that was kept: {refusal:?}")))
    }

    /// What is on the page.
    pub fn nodes(&self) -> Result<Vec<Node>> {
        let nodes = self.page()?.nodes();
        nodes.map_err(|refusal| Error::internal(format!("a page that was kept: {refusal:?}")))
    }
}

/// Whose a number is.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "NoteHand")]
pub struct Hand {
    /// The number with which letters were written.
    pub writer: Writer,
    /// Who wrote with it.
    #[schemars(with = "String")]
    pub person_id: PersonId,
}

/// All that an editor begins with.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "OpenedNote")]
pub struct Opened {
    /// The note.
    pub note: Note,
    /// The page's number.
    pub seq: i64,
    /// What the editor lacks, as an update in letters (base64).
    pub update: String,
    /// What the server has, as a state vector in letters.
    pub state: String,
    /// Whose the numbers are.
    pub hands: Vec<Hand>,
    /// What those who wrote are called.
    pub people: Vec<Who>,
    /// Words of the actor's that went with what they were written in.
    pub lost: Vec<Lost>,
    /// Up to which number the actor had seen it before.
    pub seen_seq: i64,
    /// Whether they may write.
    pub may_write: bool,
    /// Whether they may take it back.
    pub may_withdraw: bool,
    /// Whether what others write is told over the line that was named; else it has to be asked for.
    pub seated: bool,
}

/// What is read for [`Opened`] in one snapshot.
pub fn opening(conn: &mut Conn<'_>, talk: Talk, id: NoteId) -> Result<(Opened, Pieces)> {
    let (row, place) = found(conn, talk, id)?;
    let actor = conn.actor();
    let may_write = policy::may_write(&actor, &place, row.clone()).is_ok();
    let may_withdraw = policy::may_withdraw(&actor, &place, row.clone()).is_ok();
    let row = policy::may_read(&place, row)?;
    let writers = pages::writers(conn, id)?;
    let mut people: Vec<PersonId> = writers.iter().map(|(_, person)| *person).collect();
    people.sort_unstable();
    people.dedup();
    let names = names(conn, &people)?;
    let opened = Opened {
        note: super::shown(conn, &row)?,
        seq: row.seq,
        update: String::new(),
        state: String::new(),
        hands: writers.into_iter().map(|(writer, person_id)| Hand { writer, person_id }).collect(),
        people: people.into_iter().map(|person| who(&names, person)).collect(),
        lost: personal::lost(conn, id)?,
        seen_seq: personal::seen(conn, id)?,
        may_write,
        may_withdraw,
        seated: false,
    };
    let pieces = pieces(conn, &row, row.seq)?;
    Ok((opened, pieces))
}

impl Opened {
    /// With the page, for an editor that has something of it already. Keeps a processor busy.
    pub fn with(mut self, pieces: &Pieces, known: Option<&str>) -> Result<Self> {
        let known =
            known.map(|known| base64::decode(known).ok_or_else(|| Error::field("known", "invalid"))).transpose()?;
        let page = pieces.page()?;
        let update = match known {
            Some(known) => page.since(&known),
            None => page.state(),
        };
        (self.update, self.state) = (base64::encode(&update), base64::encode(&page.state_vector()));
        Ok(self)
    }
}

fn pieces(conn: &mut Conn<'_>, row: &May<Read, NoteRow>, seq: i64) -> Result<Pieces> {
    Ok(Pieces(pages::pieces(conn, row.id, seq)?))
}

/// The pieces of a page as of a number, the last when none is named; with its title.
///
/// Errors: `not_found` for a number that it never had.
pub fn as_of(conn: &mut Conn<'_>, talk: Talk, id: NoteId, seq: Option<i64>) -> Result<(String, Pieces)> {
    let (row, place) = found(conn, talk, id)?;
    let row = policy::may_read(&place, row)?;
    let seq = seq.unwrap_or(row.seq);
    // What it was is for those who belong to the room; others see what it is.
    let is_there = (0..=row.seq).contains(&seq) && (place.belongs || seq == row.seq);
    if !is_there {
        return Err(Error::not_found());
    }
    Ok((row.title.clone(), pieces(conn, &row, seq)?))
}

/// A form in which a page is taken elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[schemars(rename = "NoteForm")]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Markdown.
    Markdown,
    /// HTML that stands alone.
    Html,
}

/// A page in a form.
pub fn exported(title: &str, pieces: &Pieces, form: Form, files: &AttachedFiles) -> Result<String> {
    let nodes = pieces.nodes()?;
    Ok(match form {
        Form::Markdown => export::markdown(title, &nodes, files),
        Form::Html => export::html(title, &nodes, files),
    })
}

/// A page as the editor reads it.
pub fn document(pieces: &Pieces) -> Result<serde_json::Value> {
    Ok(tree::to_json(&pieces.nodes()?))
}

/// Somebody who has seen a page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "NoteReader")]
pub struct Reader {
    /// Who.
    pub person: Who,
    /// Up to which number.
    pub seq: i64,
    /// When last.
    pub at: Timestamp,
}

/// Who has seen a page, for those who belong to the room; the latest first.
pub fn readers(conn: &mut Conn<'_>, talk: Talk, id: NoteId, limit: usize) -> Result<Vec<Reader>> {
    let (row, place) = found(conn, talk, id)?;
    policy::may_read(&place, row)?;
    if !place.belongs {
        return Err(Error::not_found());
    }
    let seen = personal::readers(conn, id, limit)?;
    let names = names(conn, &seen.iter().map(|(person, ..)| *person).collect::<Vec<_>>())?;
    Ok(seen.into_iter().map(|(person, seq, at)| Reader { person: who(&names, person), seq, at }).collect())
}

/// All words of a page, a little after they were written, for search; nothing for one that was taken back.
pub fn words(conn: &mut Conn<'_>, id: NoteId) -> Result<Option<String>> {
    match notes::get(conn, id)? {
        Some(row) if row.withdrawn_at.is_none() => Ok(Some(pages::words(conn, id)?)),
        _ => Ok(None),
    }
}

/// By which room the actor may sit at a page, and what they are called.
pub fn sitting(conn: &mut Conn<'_>, talk: Talk, id: NoteId) -> Result<(RoomId, String)> {
    let (row, place) = found(conn, talk, id)?;
    let row = policy::may_read(&place, row)?;
    let person = conn.actor().person;
    Ok((row.room, names(conn, &[person])?.remove(&person).unwrap_or_default()))
}

/// Words of the actor's that have no place any more.
pub fn lost(conn: &mut Conn<'_>, talk: Talk, id: NoteId) -> Result<Vec<Lost>> {
    let (row, place) = found(conn, talk, id)?;
    policy::may_read(&place, row)?;
    personal::lost(conn, id)
}

/// The pieces of a page that stands as a card in a message which the actor may see by an inspection of its room, as it was at the end of the
/// days that may be read; with its title. It goes into the record of acts.
///
/// Errors: `not_found` for every other page.
pub fn inspected(
    tx: &mut Tx<'_>,
    talk: Talk,
    inspection: InspectionId,
    id: NoteId,
    address: &str,
) -> Result<(String, Pieces)> {
    let row = notes::get(tx, id)?.filter(|row| row.withdrawn_at.is_none()).ok_or_else(Error::not_found)?;
    let message = row.message.ok_or_else(Error::not_found)?;
    let standing = talk.inspected(tx, inspection, message, address)?;
    let row = policy::may_read(&standing.place, row)?;
    let seq = match standing.before {
        Some(before) => pages::last_before(tx, id, before)?,
        None => row.seq,
    };
    Ok((row.title.clone(), pieces(tx, &row, seq)?))
}

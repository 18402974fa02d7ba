//! Writing on a page. What comes is understood outside of the transaction that keeps it: that one only looks whether the page is still the
//! one on which it was tried.

use super::{found, held};
use crate::events;
use crate::jobs::{TENDED_AFTER, TendNote};
use crate::model::page::Page;
use crate::model::tree::Node;
use crate::model::wire::{Span, Writer};
use crate::model::{Kept, MOST_WRITERS, MOST_WRITTEN, NoteId, NoteRefusal, UpdateId, change, file, lines};
use crate::policy::{self, Write};
use crate::store::notes::{self, NoteRow};
use crate::store::pages::{self, Arrival, Known};
use crate::store::{self, names, personal, who};
use db::{Conn, Tx};
use files::model::FileId;
use kernel::{May, Outsider, PersonId, Result};
use rooms::service::Talk;
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

/// How often a room is told that somebody writes on.
const TELL_ROOM: Duration = Duration::from_secs(60);

/// Bytes of the words of a page that is found by them with each change. A longer one is when it is tended: nobody writes a book anew three
/// times a second.
const FOUND_AT_ONCE: usize = 32 << 10;

/// What somebody wants of a page.
#[derive(Debug, Clone)]
pub enum Wish {
    /// To take up an update; `seen` is the number up to which its writer had the page.
    Update {
        /// As it came.
        bytes: Vec<u8>,
        /// Nothing where the client does not say.
        seen: Option<i64>,
    },
    /// To say again what it said as of a number.
    Restore {
        /// Which.
        seq: i64,
    },
    /// To have a row at the end of its first table.
    Row {
        /// Its cells.
        cells: Vec<String>,
    },
}

/// The page that a wish is tried on.
#[derive(Debug, Clone)]
pub struct Base {
    /// It was granted before.
    pub known: Option<Kept>,
    /// The page's number.
    seq: i64,
    pieces: Vec<Vec<u8>>,
    /// The number for what the program writes.
    writer: Writer,
    wanted: Vec<Vec<u8>>,
}

/// A change that was understood and fits.
#[derive(Debug, Clone)]
pub struct Prepared {
    arrival: Arrival,
    seq: i64,
    bytes: usize,
    fresh: Vec<Span>,
    lost: Vec<(Writer, String)>,
    /// What the page says with it, for search.
    words: String,
    /// The files that it names with it.
    files: BTreeSet<FileId>,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeping {
    /// It is kept.
    Kept(Kept),
    /// Somebody wrote meanwhile: it has to be tried on the page as it is now.
    Moved,
}

/// The page that a wish is to be tried on, for whom may write there.
///
/// Errors: those of [`policy::may_write`]; `not_found` for a version that there is not.
pub fn base(conn: &mut Conn<'_>, talk: Talk, note: NoteId, id: UpdateId, wish: &Wish, chance: u64) -> Result<Base> {
    let (row, place) = found(conn, talk, note)?;
    let row = match wish {
        Wish::Row { .. } => policy::may_add_row(&place, row)?,
        _ => policy::may_write(&conn.actor(), &place, row)?,
    };
    let wanted = match wish {
        Wish::Restore { seq } if !(0..=row.seq).contains(seq) => return Err(kernel::Error::not_found()),
        Wish::Restore { seq } => pages::pieces(conn, note, *seq)?,
        _ => Vec::new(),
    };
    let known = known(conn, note, id)?;
    // Whoever sends again is answered without a look at the page.
    let pieces = if known.is_some() { Vec::new() } else { pages::pieces(conn, note, row.seq)? };
    let writer = own_writer(conn, note)?.unwrap_or((chance >> 32) as Writer);
    Ok(Base { known, seq: row.seq, pieces, writer, wanted })
}

/// The number with which a program wrote here before. It goes on with that, for it has no editor that would, and a log that it writes in for
/// years takes no number for each row.
fn own_writer(conn: &mut Conn<'_>, note: NoteId) -> Result<Option<Writer>> {
    let actor = conn.actor();
    if actor.outsider == Some(Outsider::Bot) { pages::writer_of(conn, note, actor.person) } else { Ok(None) }
}

fn known(conn: &mut Conn<'_>, note: NoteId, id: UpdateId) -> Result<Option<Kept>> {
    let known = pages::by_id(conn, note, id)?;
    match known {
        Some(known) if known.author != conn.actor().person => Err(NoteRefusal::IdTaken.into()),
        known => Ok(known),
    }
}

/// Tries a wish on a page; nothing when the page is like that already. Keeps a processor busy.
///
/// Errors: those of [`Page::take`] and [`change`].
pub fn tried(base: &Base, id: UpdateId, wish: &Wish) -> Result<Option<Prepared>> {
    let pieces = || base.pieces.iter().map(Vec::as_slice);
    let mut page = Page::of(base.writer, pieces())?;
    let program = |bytes: Vec<u8>| {
        let mut page = Page::of(0, pieces())?;
        let taken = page.take_own(&bytes)?;
        Ok(Some(Prepared::of(id, bytes, base.seq, taken)))
    };
    match wish {
        Wish::Update { bytes, seen } => {
            // A larger number is of before the note was put back to an older state.
            let is_apart = seen.is_none_or(|seen| seen != base.seq);
            let taken = page.take(bytes, is_apart)?;
            Ok(Some(Prepared::of(id, bytes.clone(), base.seq, taken)))
        }
        Wish::Row { cells } => program(change::row_added(&mut page, cells)?),
        Wish::Restore { .. } => {
            let wanted: Vec<Node> = Page::of(0, base.wanted.iter().map(Vec::as_slice))?.nodes()?;
            match change::toward(&mut page, &wanted)? {
                Some(bytes) => program(bytes),
                None => Ok(None),
            }
        }
    }
}

impl Prepared {
    fn of(id: UpdateId, bytes: Vec<u8>, seq: i64, taken: crate::model::page::Taken) -> Self {
        let (added, removed) = (taken.scan.added() as i64, taken.scan.removed() as i64);
        let (fresh, words) = (taken.scan.fresh, lines::text(&taken.nodes));
        let files = file::named(&taken.nodes);
        Self {
            arrival: Arrival { id, added, removed, bytes },
            seq,
            bytes: taken.bytes,
            fresh,
            lost: taken.lost,
            words,
            files,
        }
    }

    /// The files that the page names with it.
    pub fn files(&self) -> &BTreeSet<FileId> {
        &self.files
    }
}

/// The first change of a page that is to say something, written by a number that is drawn by chance; nothing for a page that says nothing.
/// Keeps a processor busy.
///
/// Errors: those of [`Page::take_own`].
pub fn first(nodes: &[Node], chance: u64) -> Result<Option<Prepared>> {
    let mut page = Page::written_by((chance >> 32) as Writer);
    let Some(bytes) = change::toward(&mut page, nodes)? else { return Ok(None) };
    let taken = Page::empty().take_own(&bytes)?;
    Ok(Some(Prepared::of(UpdateId::from_raw(0), bytes, 0, taken)))
}

/// Keeps the first change of a note that has just begun, under the note's own id.
pub(super) fn keep_first(tx: &mut Tx<'_>, row: May<Write, NoteRow>, first: &Prepared) -> Result<Kept> {
    let id = UpdateId::from_raw(row.id.raw());
    keep_in(tx, row, Prepared { arrival: Arrival { id, ..first.arrival.clone() }, ..first.clone() })
}

/// Keeps a change that was tried on a page, unless the page is another one by now; `anyway` keeps it all the same, as merging allows.
///
/// Errors: those of [`policy::may_write`], `id_taken`, `notes.writer_taken`, `notes.too_many_writers`.
pub fn keep(
    tx: &mut Tx<'_>,
    talk: Talk,
    note: NoteId,
    wish: &Wish,
    update: &Prepared,
    anyway: bool,
) -> Result<Keeping> {
    let (row, place) = held(tx, talk, note)?;
    let row = match wish {
        Wish::Row { .. } => policy::may_add_row(&place, row)?,
        _ => policy::may_write(&tx.actor(), &place, row)?,
    };
    if let Some(known) = known(tx, note, update.arrival.id)? {
        return Ok(Keeping::Kept(known));
    }
    if row.seq != update.seq && !anyway {
        return Ok(Keeping::Moved);
    }
    keep_in(tx, row, update.clone()).map(Keeping::Kept)
}

/// Gives a change the note's next number.
fn keep_in(tx: &mut Tx<'_>, mut row: May<Write, NoteRow>, update: Prepared) -> Result<Kept> {
    let (actor, now, note) = (tx.actor(), tx.now(), row.id);
    let fresh = register(tx, &row, &update.fresh)?;
    let is_told = !now.is_within(TELL_ROOM, row.told_at);
    row.seq += 1;
    (row.edited_by, row.edited_at) = (actor.person, now);
    // What somebody else wrote meanwhile is in it too, when it is kept anyway; the next tending says how large it is.
    row.bytes = row.bytes.max(update.bytes as i64);
    row.written += update.arrival.bytes.len() as i64;
    if row.written > MOST_WRITTEN {
        return Err(NoteRefusal::TooLarge.into());
    }
    if is_told {
        row.told_at = now;
    }
    pages::insert(tx, &row, &update.arrival)?;
    notes::written(tx, &row)?;
    if update.words.len() <= FOUND_AT_ONCE {
        pages::keep_words(tx, row.id, &update.words)?;
    }
    store::files::stand(tx, row.id, &update.files)?;
    let lost = lose(tx, &row, &update.lost)?;
    let kept = Kept { id: update.arrival.id, seq: row.seq, author: actor.person };
    let (names, tick) = (names(tx, &[actor.person])?, tx.tick()?);
    tx.emit(events::updated(note, &kept, who(&names, actor.person), fresh, &update.arrival.bytes, lost, tick));
    if is_told && row.seq > 1 {
        super::told(tx, note)?;
    }
    jobs::enqueue(tx, &TendNote { note }, Some(now.plus(TENDED_AFTER)))?;
    Ok(kept)
}

/// Notes how far the numbers of an update count, and whose the new ones are; those. Each has to go on where it ended, whatever came since
/// the update was tried. Somebody else's number is refused, and so are two new ones: who sends what others wrote would make it theirs.
fn register(tx: &mut Tx<'_>, row: &May<Write, NoteRow>, spans: &[Span]) -> Result<Vec<Writer>> {
    let person = tx.actor().person;
    let writers: Vec<Writer> = spans.iter().map(|span| span.writer).collect();
    let known: HashMap<Writer, Known> =
        pages::writers_of(tx, row.id, &writers)?.into_iter().map(|known| (known.writer, known)).collect();
    if known.values().any(|known| known.person != person) {
        return Err(NoteRefusal::WriterTaken.into());
    }
    let ended = |span: &Span| known.get(&span.writer).map_or(0, |known| known.counted);
    if spans.iter().any(|span| i64::from(span.from) != ended(span)) {
        return Err(NoteRefusal::OutOfStep.into());
    }
    let fresh: Vec<Writer> = writers.into_iter().filter(|writer| !known.contains_key(writer)).collect();
    if fresh.len() > 1 {
        return Err(NoteRefusal::WriterTaken.into());
    }
    if !fresh.is_empty() && pages::writer_count(tx, row.id)? >= MOST_WRITERS {
        return Err(NoteRefusal::TooManyWriters.into());
    }
    spans.iter().try_for_each(|span| pages::keep_writer(tx, row, span.writer, span.end()))?;
    Ok(fresh)
}

/// Keeps words that went with what they were written in, for those who wrote them; those.
fn lose(tx: &mut Tx<'_>, row: &May<Write, NoteRow>, lost: &[(Writer, String)]) -> Result<Vec<PersonId>> {
    if lost.is_empty() {
        return Ok(Vec::new());
    }
    let writers: Vec<Writer> = lost.iter().map(|(writer, _)| *writer).collect();
    let owners: HashMap<Writer, PersonId> =
        pages::writers_of(tx, row.id, &writers)?.into_iter().map(|known| (known.writer, known.person)).collect();
    let mut people = Vec::new();
    for (writer, words) in lost.iter().filter(|(_, words)| !words.trim().is_empty()) {
        if let Some(person) = owners.get(writer) {
            personal::lose(tx, row, *person, words)?;
            people.push(*person);
        }
    }
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

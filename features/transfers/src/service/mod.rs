//! The use cases of transfers. Each takes its lock first, and saves what it changes, tells and causes together.

mod leaves;
pub mod list;
mod outlook;
mod release;
mod turn;
mod undo;

pub use outlook::{Outlook, look};
pub use release::release;
pub use turn::{turn_people, turn_units};
pub use undo::undo;

use crate::jobs::{ReleaseTransfer, Scheduled, UndoTransfer};
use crate::model::{
    Counts, Difference, LONGEST_NAME, MOST_ORDERS, NewTransfer, OutlookId, State, Transfer, TransferChange, TransferId,
    TransferRefusal,
};
use crate::policy::{self, Edit};
use crate::store::{self, StepKind};
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::store::people;
use jiff::civil::Date;
use kernel::{Error, Face, Jst, May, Result, Timestamp};
use serde_json::json;

/// People and lines of a report written in one transaction: few enough that whoever writes meanwhile hardly waits.
pub(crate) const STEP: usize = 100;

fn hold(tx: &mut Tx<'_>) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))
}

fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    match text::graphemes(name) {
        0 => Err(Error::field("name", "missing")),
        count if count > LONGEST_NAME => Err(Error::field("name", "too_long")),
        _ => Ok(name.to_owned()),
    }
}

/// Notes an act on a transfer for administrators to read.
fn record(
    tx: &mut Tx<'_>,
    act: &'static str,
    transfer: &Transfer,
    detail: serde_json::Value,
    address: &str,
) -> Result<()> {
    let subject = Subject::of("transfer", transfer.id, &transfer.name);
    audit::record(tx, &Record { act, subject, detail, address })
}

/// Begins a draft.
pub fn create(tx: &mut Tx<'_>, new: &NewTransfer, address: &str) -> Result<Transfer> {
    hold(tx)?;
    let actor = tx.actor();
    let new = NewTransfer { name: checked_name(&new.name)?, ..new.clone() };
    if new.effective_on < Jst::date(tx.now()) {
        return Err(Error::field("effective_on", "past"));
    }
    let id = new.id.unwrap_or_else(|| tx.id());
    match store::get(tx, id)? {
        // Sent again because the answer was lost.
        Some(known) if known.author_id == actor.person => return Ok(known),
        Some(_) => return Err(TransferRefusal::IdTaken.into()),
        None => store::insert(tx, id, &new)?,
    }
    let transfer = get(tx, id)?;
    let detail = json!({ "effective_on": new.effective_on.to_string() });
    record(tx, "transfers.transfer_created", &transfer, detail, address)?;
    Ok(transfer)
}

/// Changes a draft; `seen` is the version that the caller changed, if it says so.
pub fn change(
    tx: &mut Tx<'_>,
    id: TransferId,
    change: &TransferChange,
    seen: Option<i64>,
    address: &str,
) -> Result<Transfer> {
    hold(tx)?;
    let found = get(tx, id)?;
    if seen.is_some_and(|seen| seen != found.tick) {
        return Err(Error::stale());
    }
    let mut transfer = policy::may_edit(&tx.actor(), found)?;
    if let Some(name) = &change.name {
        transfer.name = checked_name(name)?;
    }
    if let Some(day) = change.effective_on {
        if day < Jst::date(tx.now()) {
            return Err(Error::field("effective_on", "past"));
        }
        transfer.effective_on = day;
    }
    transfer.creates = change.creates.unwrap_or(transfer.creates);
    if let Some(orders) = &change.orders {
        if orders.len() > MOST_ORDERS {
            return Err(Error::field("orders", "too_many"));
        }
        transfer.orders.clone_from(orders);
    }
    store::update(tx, &transfer)?;
    let detail = json!({ "effective_on": transfer.effective_on.to_string(), "orders": transfer.orders.len() });
    record(tx, "transfers.transfer_changed", &transfer, detail, address)?;
    get(tx, id)
}

/// Keeps the list of people, in place of one that was there.
pub fn put_list(tx: &mut Tx<'_>, id: TransferId, file: &str, bytes: &[u8], address: &str) -> Result<Transfer> {
    hold(tx)?;
    let found = get(tx, id)?;
    let mut transfer = policy::may_edit(&tx.actor(), found)?;
    if bytes.is_empty() {
        return Err(Error::field("file", "missing"));
    }
    transfer.file = Some(text::truncate(file.trim(), LONGEST_NAME).to_owned());
    transfer.uploaded_at = Some(tx.now());
    store::put_list(tx, &transfer, bytes)?;
    store::update(tx, &transfer)?;
    let detail = json!({ "file": transfer.file, "bytes": bytes.len() });
    record(tx, "transfers.list_uploaded", &transfer, detail, address)?;
    get(tx, id)
}

/// Forgets the list of people.
pub fn drop_list(tx: &mut Tx<'_>, id: TransferId, address: &str) -> Result<Transfer> {
    hold(tx)?;
    let found = get(tx, id)?;
    let mut transfer = policy::may_edit(&tx.actor(), found)?;
    (transfer.file, transfer.uploaded_at) = (None, None);
    store::drop_list(tx, &transfer)?;
    store::update(tx, &transfer)?;
    record(tx, "transfers.list_removed", &transfer, json!({}), address)?;
    get(tx, id)
}

/// The list of people as it came, with the name of its file.
pub fn list_file(conn: &mut Conn<'_>, id: TransferId) -> Result<(String, Vec<u8>)> {
    let transfer = get(conn, id)?;
    let bytes = store::list_of(conn, id)?.ok_or_else(Error::not_found)?;
    Ok((transfer.file.unwrap_or_default(), bytes))
}

/// What a draft would change, with the version of it that was looked at; nothing when it is a draft no more, as what it changes
/// is settled then.
pub fn look_at_draft(conn: &mut Conn<'_>, id: TransferId) -> Result<Option<(Transfer, Outlook)>> {
    let transfer = get(conn, id)?;
    if transfer.state != State::Draft {
        return Ok(None);
    }
    // Nothing of it is kept, so any numbers do.
    let mut next = 0;
    let mut ids = || {
        next += 1;
        next
    };
    let outlook = look(conn, &transfer, &mut ids)?;
    Ok(Some((transfer, outlook)))
}

/// Writes some lines of a report, which counts once it is whole ([`note_outlook`]).
pub fn add_differences(tx: &mut Tx<'_>, id: TransferId, outlook: OutlookId, lines: &[Difference]) -> Result<()> {
    hold(tx)?;
    get(tx, id)?;
    store::add_differences(tx, id, outlook, lines)
}

/// Makes a report that is whole the one of a draft; nothing when the draft has changed since it was looked at.
pub fn note_outlook(
    tx: &mut Tx<'_>,
    id: TransferId,
    seen: i64,
    outlook: OutlookId,
    counts: &Counts,
) -> Result<Option<Transfer>> {
    hold(tx)?;
    let found = get(tx, id)?;
    if found.tick != seen {
        store::forget_outlooks(tx, id, found.outlook)?;
        return Ok(None);
    }
    let mut transfer = policy::may_edit(&tx.actor(), found)?;
    transfer.outlook = outlook;
    transfer.counts = counts.clone();
    transfer.checked_at = Some(tx.now());
    store::update(tx, &transfer)?;
    store::forget_outlooks(tx, id, outlook)?;
    get(tx, id).map(Some)
}

/// Has a draft wait for its release: at a moment up to the beginning of its day, or at once.
pub fn schedule(
    tx: &mut Tx<'_>,
    id: TransferId,
    release_at: Option<Timestamp>,
    seen: i64,
    address: &str,
) -> Result<Transfer> {
    hold(tx)?;
    let (found, now) = (get(tx, id)?, tx.now());
    if found.tick != seen {
        return Err(Error::stale());
    }
    if found.effective_on < Jst::date(now) {
        return Err(TransferRefusal::Past.into());
    }
    let (actor, outlook) = (tx.actor(), found.outlook);
    let mut transfer = policy::may_schedule(&actor, found)?;
    policy::may_release(&actor, &transfer, store::names(tx, outlook, actor.person)?)?;
    let at = release_at.unwrap_or(now).max(now);
    if at > Jst::start_of(transfer.effective_on).max(now) {
        return Err(Error::field("release_at", "after_day"));
    }
    transfer.state = State::Scheduled;
    transfer.release_at = Some(at);
    store::update(tx, &transfer)?;
    let waits = get(tx, id)?;
    let scheduled = (actor.face != Face::System).then_some(Scheduled { by: actor.person, tick: waits.tick });
    jobs::enqueue(tx, &ReleaseTransfer { id, scheduled }, Some(at))?;
    let detail =
        json!({ "release_at": at.to_string(), "moved": transfer.counts.moved, "added": transfer.counts.added });
    record(tx, "transfers.transfer_scheduled", &transfer, detail, address)?;
    Ok(waits)
}

/// Makes a draft again of one that waits.
pub fn withdraw(tx: &mut Tx<'_>, id: TransferId, address: &str) -> Result<Transfer> {
    hold(tx)?;
    let found = get(tx, id)?;
    let mut transfer = policy::may_withdraw(&tx.actor(), found)?;
    (transfer.state, transfer.release_at) = (State::Draft, None);
    store::update(tx, &transfer)?;
    record(tx, "transfers.transfer_withdrawn", &transfer, json!({}), address)?;
    get(tx, id)
}

/// Begins to take a released transfer back.
pub fn begin_undo(tx: &mut Tx<'_>, id: TransferId, address: &str) -> Result<Transfer> {
    hold(tx)?;
    let found = get(tx, id)?;
    let actor = tx.actor();
    let mut transfer = policy::may_undo(&actor, found)?;
    policy::may_move_units(&actor, &transfer.orders)?;
    let own = actor.person.raw();
    let touched = store::has_step(tx, id, StepKind::Person, own)? || store::has_step(tx, id, StepKind::Leave, own)?;
    policy::may_appoint(&actor, touched)?;
    (transfer.state, transfer.done) = (State::Undoing, 0);
    store::update(tx, &transfer)?;
    jobs::enqueue(tx, &UndoTransfer { id }, None)?;
    record(tx, "transfers.undo_begun", &transfer, json!({}), address)?;
    get(tx, id)
}

/// Removes a transfer of which nothing is in the directory.
pub fn remove(tx: &mut Tx<'_>, id: TransferId, address: &str) -> Result<()> {
    hold(tx)?;
    let found = get(tx, id)?;
    let transfer = policy::may_remove(&tx.actor(), found)?;
    store::delete(tx, &transfer)?;
    record(tx, "transfers.transfer_removed", &transfer, json!({}), address)
}

/// The transfer with an id.
pub fn get(conn: &mut Conn<'_>, id: TransferId) -> Result<Transfer> {
    let found = store::get(conn, id)?.ok_or_else(Error::not_found)?;
    Ok(policy::at_work(&conn.actor(), found)?.into_inner())
}

/// A page of transfers, the latest day first, one more than `limit` when there are more.
pub fn list(conn: &mut Conn<'_>, after: Option<store::Key>, limit: usize) -> Result<Vec<Transfer>> {
    store::list(conn, after, limit + 1)
}

/// A page of what the last check found, from after a number, one more than `limit` when there are more.
pub fn differences(
    conn: &mut Conn<'_>,
    id: TransferId,
    filter: (Option<crate::model::Sort>, &str),
    after: i64,
    limit: usize,
) -> Result<Vec<Difference>> {
    let transfer = get(conn, id)?;
    store::differences(conn, transfer.outlook, filter, after, limit + 1)
}

/// Adds to the report what could not be done.
fn report(tx: &mut Tx<'_>, transfer: &mut May<Edit, Transfer>, wrong: Vec<Difference>) -> Result<()> {
    if wrong.is_empty() {
        return Ok(());
    }
    let mut number = store::last_number(tx, transfer.outlook)?;
    let lines: Vec<Difference> = wrong
        .into_iter()
        .map(|line| {
            number += 1;
            Difference { number, ..line }
        })
        .collect();
    transfer.counts.conflict += lines.len() as i64;
    store::add_differences(tx, transfer.id, transfer.outlook, &lines)
}

/// A line of the report about somebody of whom something could not be done.
fn wrong(conn: &mut Conn<'_>, person: kernel::PersonId, english: &str, japanese: &str) -> Result<Difference> {
    let found = people::get(conn, person)?;
    let (staff_number, name, reading) =
        found.map(|person| (person.staff_number, person.brief.name, person.brief.reading)).unwrap_or_default();
    let (english, japanese) = (english.to_owned(), japanese.to_owned());
    Ok(Difference { staff_number, name, reading, english, japanese, ..outlook::empty(crate::model::Sort::Conflict) })
}

/// The last day before a transfer's.
fn eve(transfer: &Transfer) -> Date {
    transfer.effective_on.yesterday().unwrap_or(transfer.effective_on)
}

//! Reminding those who have not read a broadcast, and nobody else: by hand, and by itself before the deadline.

use super::{STEP, at_work, hold, record, standing, tell_senders};
use crate::events::{self, News};
use crate::jobs::{BeginReminder, RemindUnread};
use crate::model::{BroadcastId, BroadcastRefusal, Document, REMIND_AGAIN, State};
use crate::policy::{self, Change};
use crate::store;
use db::{Db, Tx};
use kernel::{Actor, Error, May, PersonId, Result};
use serde_json::json;

/// Reminds those who have not read it, or not said so, and for whom somebody waits. How many that will be.
///
/// Errors: `broadcasts.not_sent`, `broadcasts.nobody_waits`, `broadcasts.reminded_just_now` within an hour of the last.
pub fn remind(tx: &mut Tx<'_>, id: BroadcastId, address: &str) -> Result<i64> {
    hold(tx, id)?;
    let (found, stand) = standing(tx, id)?;
    let document = policy::may_remind(stand, found)?;
    let now = tx.now();
    if let Some(last) = document.reminded_at.filter(|last| now.is_within(REMIND_AGAIN, *last)) {
        return Err(Error::too_many("broadcasts.reminded_just_now", last.plus(REMIND_AGAIN).since(now)));
    }
    let waiting = store::receipts::of_many(tx, &[id])?.remove(&id).unwrap_or_default().waiting();
    if waiting == 0 {
        return Err(BroadcastRefusal::NobodyWaits.into());
    }
    let document = begin(tx, document)?;
    record(tx, "broadcasts.reminded", &document, json!({ "people": waiting }), address)?;
    Ok(waiting)
}

fn begin(tx: &mut Tx<'_>, mut document: May<Change, Document>) -> Result<May<Change, Document>> {
    document.reminders += 1;
    document.reminded_at = Some(tx.now());
    store::update(tx, &document)?;
    jobs::enqueue(tx, &RemindUnread { id: document.id, number: document.reminders }, None)?;
    tell_senders(tx, &document, News::Moved)?;
    Ok(document)
}

/// Runs the job that begins the reminder which goes out by itself. Where somebody reminded by hand just before, that was it.
pub fn begin_due(db: &Db, actor: Actor, job: BeginReminder) -> Result<()> {
    let BeginReminder { id, at } = job;
    db.write_now(actor, move |tx| {
        let Some(document) = at_work(tx, id)? else { return Ok(()) };
        let is_meant = document.state == State::Sent && document.words.remind_at == Some(at);
        let is_over = document.reminded_at.is_some_and(|last| last >= at || tx.now().is_within(REMIND_AGAIN, last));
        match is_meant && !is_over {
            true => begin(tx, document).map(|_| ()),
            false => Ok(()),
        }
    })
}

/// Runs the job. Begun again, it passes over those who were reminded already.
pub fn run(db: &Db, actor: Actor, job: RemindUnread) -> Result<()> {
    let RemindUnread { id, number } = job;
    let (mut after, mut reminded, mut many) = (PersonId::from_raw(0), 0, false);
    loop {
        let (last, count) = db.write_now(actor, move |tx| step(tx, id, number, after, many))?;
        reminded += count;
        many |= count > events::FEW;
        match last {
            Some(last) => after = last,
            None => break,
        }
    }
    if many {
        // One word to all, once all of them are written down: who asks finds that it was them.
        db.write_now(actor, move |tx| {
            if let Some(document) = at_work(tx, id)?.filter(|document| document.state == State::Sent) {
                let people = i64::try_from(reminded).unwrap_or(document.total);
                let event = events::called(&tx.actor(), News::Reminded, people);
                tx.emit(event);
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Reminds some; the last of them, when there may be more, and how many they were.
fn step(
    tx: &mut Tx<'_>,
    id: BroadcastId,
    number: i64,
    after: PersonId,
    many: bool,
) -> Result<(Option<PersonId>, usize)> {
    let Some(document) = at_work(tx, id)?.filter(|document| document.state == State::Sent) else {
        return Ok((None, 0));
    };
    let some = store::recipients::to_remind(tx, id, number, after, STEP)?;
    let people: Vec<PersonId> = some.iter().map(|(person, _)| *person).collect();
    if people.is_empty() {
        return Ok((None, 0));
    }
    store::recipients::reminded(tx, &document, number, &people)?;
    let one_by_one = !many && people.len() <= events::FEW;
    for (person, is_outsider) in some {
        if one_by_one || is_outsider {
            tx.emit(events::changed(person, id, News::Reminded));
        }
    }
    let last = people.last().copied().filter(|_| people.len() == STEP);
    Ok((last, people.len()))
}

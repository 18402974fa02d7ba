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
    if waiting == 0 || document.words.is_over(now) {
        return Err(BroadcastRefusal::NobodyWaits.into());
    }
    let document = begin(tx, document, waiting)?;
    record(tx, "broadcasts.reminded", &document, json!({ "people": waiting }), address)?;
    Ok(waiting)
}

fn begin(tx: &mut Tx<'_>, mut document: May<Change, Document>, waiting: i64) -> Result<May<Change, Document>> {
    document.reminders += 1;
    document.reminded_at = Some(tx.now());
    store::update(tx, &document)?;
    let many = usize::try_from(waiting).is_ok_and(|waiting| waiting > events::FEW);
    jobs::enqueue(tx, &RemindUnread { id: document.id, number: document.reminders, many }, None)?;
    tell_senders(tx, &document, News::Moved)?;
    Ok(document)
}

/// Runs the job that begins the reminder which goes out by itself. Where somebody reminded by hand just before, that was it.
pub fn begin_due(db: &Db, actor: Actor, job: BeginReminder) -> Result<()> {
    let BeginReminder { id, at } = job;
    db.write_now(actor, move |tx| {
        let Some(document) = at_work(tx, id)? else { return Ok(()) };
        let is_meant =
            document.state == State::Sent && document.words.remind_at == Some(at) && !document.words.is_over(tx.now());
        let is_over = document.reminded_at.is_some_and(|last| last >= at || tx.now().is_within(REMIND_AGAIN, last));
        match is_meant && !is_over {
            true => {
                let waiting = store::receipts::of_many(tx, &[id])?.remove(&id).unwrap_or_default().waiting();
                begin(tx, document, waiting).map(|_| ())
            }
            false => Ok(()),
        }
    })
}

/// Runs the job. Begun again, it passes over those who were reminded already; the word to many is said by whoever comes to the end.
pub fn run(db: &Db, actor: Actor, job: RemindUnread) -> Result<()> {
    let RemindUnread { id, number, many } = job;
    let mut after = PersonId::from_raw(0);
    while let Some(last) = db.write_now(actor, move |tx| step(tx, id, number, after, many))? {
        after = last;
    }
    if many {
        // One word to all, once all of them are written down: who asks finds that it was them.
        db.write_now(actor, move |tx| {
            if at_work(tx, id)?.is_some_and(|document| document.state == State::Sent) {
                let heard_by = store::audience::staff(tx)?;
                let event = events::called(&tx.actor(), News::Reminded, heard_by);
                tx.emit(event);
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Reminds some; the last of them, when there may be more.
fn step(tx: &mut Tx<'_>, id: BroadcastId, number: i64, after: PersonId, many: bool) -> Result<Option<PersonId>> {
    let Some(document) = at_work(tx, id)?.filter(|document| document.state == State::Sent) else {
        return Ok(None);
    };
    if document.words.is_over(tx.now()) {
        return Ok(None);
    }
    let some = store::recipients::to_remind(tx, id, number, after, STEP)?;
    let people: Vec<PersonId> = some.iter().map(|(person, _)| *person).collect();
    if people.is_empty() {
        return Ok(None);
    }
    store::recipients::reminded(tx, &document, number, &people)?;
    for (person, is_outsider) in some {
        if !many || is_outsider {
            tx.emit(events::changed(person, id, News::Reminded));
        }
    }
    Ok(people.last().copied().filter(|_| people.len() == STEP))
}

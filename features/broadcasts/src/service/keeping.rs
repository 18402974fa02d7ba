//! Taking back, and forgetting what was kept long enough.

use super::{STEP, files, hold, record, standing, tell_recipients, tell_senders};
use crate::events::News;
use crate::jobs::ForgetOld;
use crate::model::{BroadcastId, Document, LONGEST_REPLY, State, checked_text};
use crate::policy;
use crate::store;
use db::{Db, Lock, Tx};
use jiff::civil::Date;
use kernel::{Actor, Jst, Result, Timestamp, fiscal_year};
use serde_json::json;

/// Broadcasts that are forgotten one after another before other jobs have their turn.
const SOME: usize = 5;

/// Takes a broadcast back: its recipients see that, and why, and its words and files no longer. These are kept for those who answer for it.
///
/// Errors: `broadcasts.not_sent`, a fault of `why`.
pub fn withdraw(tx: &mut Tx<'_>, id: BroadcastId, why: &str, address: &str) -> Result<()> {
    let why = checked_text("why", why, LONGEST_REPLY)?;
    hold(tx, id)?;
    let (found, stand) = standing(tx, id)?;
    let mut document = policy::may_withdraw(stand, found)?;
    let (person, now) = (tx.actor().person, tx.now());
    document.state = State::Withdrawn;
    document.withdrawn = Some((person, now, why.clone()));
    store::update(tx, &document)?;
    record(tx, "broadcasts.withdrawn", &document, json!({ "why": why, "people": document.total }), address)?;
    tell_recipients(tx, &document, News::Withdrawn)?;
    tell_senders(tx, &document, News::Moved)
}

/// The first moment of what is kept, where it is kept for so many whole fiscal years after its own.
fn kept_from(today: Date, years: i64) -> Timestamp {
    let year = i64::from(fiscal_year(today)) - years;
    let first = i16::try_from(year).ok().and_then(|year| Date::new(year, 4, 1).ok()).unwrap_or(Date::MIN);
    Jst::start_of(first)
}

/// Has what was kept as long as the organisation says be forgotten, if there is any: not at once, as the day begins for others as well.
pub fn begin_forgetting(tx: &mut Tx<'_>) -> Result<()> {
    let Some(years) = store::lists::rule(tx)?.keep_years else { return Ok(()) };
    let before = kept_from(Jst::date(tx.now()), years);
    if store::sent_before(tx, before, 1)?.is_empty() {
        return Ok(());
    }
    tx.lock(Lock::Jobs)?;
    jobs::enqueue(tx, &ForgetOld { before, round: 0 }, None)
}

/// Runs the job: words, files, recipients and replies go; that they were is in the record of acts. What is due at a moment has its turn between some and the next:
/// a job without a moment would come before all of it.
pub fn forget_old(db: &Db, actor: Actor, job: ForgetOld) -> Result<()> {
    let ForgetOld { before, round } = job;
    let old = db.read_now(actor, move |conn| store::sent_before(conn, before, SOME))?;
    for document in &old {
        forget(db, actor, document)?;
    }
    match old.len() < SOME {
        true => Ok(()),
        false => db.write_now(actor, move |tx| {
            tx.lock(Lock::Jobs)?;
            let now = tx.now();
            jobs::enqueue(tx, &ForgetOld { before, round: round + 1 }, Some(now))
        }),
    }
}

fn forget(db: &Db, actor: Actor, document: &Document) -> Result<()> {
    let id = document.id;
    while db.write_now(actor, move |tx| forget_some(tx, id))? {}
    Ok(())
}

/// Forgets some recipients; whether there is more of it.
fn forget_some(tx: &mut Tx<'_>, id: BroadcastId) -> Result<bool> {
    let Some(document) = super::at_work(tx, id)? else { return Ok(false) };
    let some = store::recipients::ids(tx, id, STEP)?;
    store::recipients::remove(tx, &document, &some)?;
    if some.len() == STEP {
        return Ok(true);
    }
    store::replies::forget(tx, id)?;
    files::let_go(tx, id)?;
    store::delete(tx, &document)?;
    let sent_at = document.sent_at.map(|at| at.to_string());
    record(tx, "broadcasts.forgotten", &document, json!({ "sent_at": sent_at, "people": document.total }), "")?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_is_kept_for_a_year_goes_when_the_next_but_one_begins() {
        let first = |day| Jst::date(kept_from(day, 1));
        assert_eq!(first(date(2027, 3, 31)), date(2025, 4, 1), "sent in 令和6年度 or before");
        assert_eq!(first(date(2027, 4, 1)), date(2026, 4, 1), "令和7年度 goes at the turn of the year after the next");
    }
}

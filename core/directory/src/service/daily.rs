//! 今日の場所: asked at the first use of the day, with what was said last, and reminded by the program at the hour.

use super::hold;
use crate::events;
use crate::jobs::RemindMissing;
use crate::model::{Reach, Whereabouts};
use crate::store::whereabouts::{self as store, Filter, Key};
use db::{Conn, Db, Tx};
use kernel::{Actor, PersonId, Result, Timestamp};

/// How many are reminded in one transaction: few enough that whoever writes meanwhile hardly waits.
const STEP: usize = 200;

/// What the actor said last of where they are, lapsed or not, so that it is said again with one press. Nothing where they took it back.
pub fn last(conn: &mut Conn<'_>) -> Result<Option<Whereabouts>> {
    store::last(conn)
}

/// Since when the actor is asked to say where they are: since they were reminded today, else since the day began where the organisation asks at
/// the first use of it. Nothing once they have said it.
pub fn asked_at(conn: &mut Conn<'_>) -> Result<Option<Timestamp>> {
    let (rule, now) = (store::rule(conn)?, conn.now());
    if let Some(since) = rule.since(now)
        && let Some(reminded) = store::asked_at(conn, since)?
    {
        return Ok(Some(reminded));
    }
    match rule.first_use_since(now) {
        Some(since) if store::is_missing(conn, since)? => Ok(Some(since)),
        _ => Ok(None),
    }
}

/// Plans today's reminder, where the organisation wants one and its hour is still to come.
pub(super) fn plan(tx: &mut Tx<'_>) -> Result<()> {
    match store::rule(tx)?.reminds_at(tx.now()) {
        Some(at) => jobs::enqueue(tx, &RemindMissing { at }, Some(at)),
        None => Ok(()),
    }
}

/// The hour has come: whoever has not said it, and was not reminded today, is reminded. Nobody is where the rule is another one by now.
pub fn remind(db: &Db, actor: Actor, _: RemindMissing) -> Result<()> {
    let mut after: Key = (String::new(), -1, Vec::new(), PersonId::from_raw(-1));
    loop {
        let from = after.clone();
        let next = db.write_now(actor, move |tx| step(tx, &from))?;
        match next {
            Some(key) => after = key,
            None => return Ok(()),
        }
    }
}

fn step(tx: &mut Tx<'_>, after: &Key) -> Result<Option<Key>> {
    hold(tx)?;
    let (rule, now) = (store::rule(tx)?, tx.now());
    let Some(since) = rule.since(now).filter(|_| rule.reminds) else { return Ok(None) };
    let filter =
        Filter { words: Vec::new(), unit_path: None, reach: Reach::Everywhere, since, reminded_before: Some(since) };
    let mut found = store::missing(tx, &filter, after, STEP)?;
    for (person, ..) in &found {
        store::remind(tx, *person)?;
        tx.emit(events::whereabouts_asked(*person, now));
    }
    let is_full = found.len() == STEP;
    Ok(found.pop().filter(|_| is_full).map(|(.., key)| key))
}

//! Who comes on duty and goes off duty: worked out when rotas change and when somebody's turn comes, and at no other time.

use super::leaving;
use crate::events;
use crate::jobs::TurnDuties;
use crate::model::{Schedule, Standing};
use crate::service::hold;
use crate::store::people;
use crate::store::rotas as store;
use db::{Db, Tx};
use jiff::ToSpan;
use kernel::{Actor, Jst, PersonId, Result, Timestamp};
use std::collections::HashMap;

/// Works out who is off duty now, tells those for whom that changed, and plans the next turn. `planned` is when this turn was to be:
/// clocks of nodes differ a little, and it must not be planned again.
pub(super) fn settle(tx: &mut Tx<'_>, planned: Option<Timestamp>) -> Result<()> {
    let now = planned.map_or(tx.now(), |planned| planned.max(tx.now()));
    // What began yesterday may go on today.
    let since = Jst::date(now).saturating_sub(1.day());
    let (rotas, exceptions) = (store::all(tx, since)?, store::exceptions_since(tx, since)?);
    let mut off: HashMap<PersonId, Timestamp> = HashMap::new();
    let mut next: Option<Timestamp> = None;
    for rota in rotas.iter().filter(|rota| rota.said.quiets) {
        let otherwise = exceptions.get(&rota.id).map(Vec::as_slice).unwrap_or_default();
        for (person, schedule) in Schedule::all(&rota.said, otherwise) {
            let standing = schedule.at(now);
            if let Standing::Off(until) = standing {
                off.insert(person, until);
            }
            let (Standing::On(until) | Standing::Off(until) | Standing::Free(Some(until))) = standing else { continue };
            next = Some(next.map_or(until, |next| next.min(until)));
        }
    }
    let mut stood = store::off_duty(tx)?;
    let mut turned: Vec<(PersonId, Option<Timestamp>)> = Vec::new();
    for (person, until) in off {
        if stood.remove(&person) != Some(until) {
            turned.push((person, Some(until)));
        }
    }
    turned.extend(stood.into_keys().map(|person| (person, None)));
    turned.sort_unstable();
    for &(person, until) in &turned {
        store::turn(tx, person, until)?;
        tx.emit(events::duty_changed(person, until));
    }
    let ids: Vec<PersonId> = turned.iter().map(|&(person, _)| person).collect();
    people::told(tx, &ids)?.iter().for_each(|brief| tx.emit(events::person_changed(brief)));
    match next {
        Some(at) => jobs::enqueue(tx, &TurnDuties { at }, Some(at)),
        None => Ok(()),
    }
}

/// Ends that people are in crews of units to which they do not belong any more; of everybody when no ids are given.
pub(in crate::service) fn follow(tx: &mut Tx<'_>, ids: Option<&[PersonId]>) -> Result<()> {
    match leaving::end_strays(tx, ids)? {
        true => settle(tx, None),
        false => Ok(()),
    }
}

/// With a new day people come into crews and go, and a turn that was lost is found again.
pub(in crate::service) fn begin_day(tx: &mut Tx<'_>) -> Result<()> {
    leaving::end_strays(tx, None)?;
    settle(tx, None)
}

/// Somebody's turn has come.
pub fn turn(db: &Db, actor: Actor, job: TurnDuties) -> Result<()> {
    db.write_now(actor, move |tx| {
        hold(tx)?;
        settle(tx, Some(job.at))
    })
}

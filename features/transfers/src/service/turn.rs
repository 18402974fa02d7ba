//! The day comes: what bears no date of its own changes now.

use super::{STEP, hold};
use crate::model::{PersonRecord, UnitRecord};
use crate::policy;
use crate::store::{self, Step, StepKind};
use db::{Db, Tx};
use directory::events::person_changed;
use directory::service::bulk;
use directory::store::{people, units};
use jiff::civil::Date;
use kernel::{Actor, Id, Jst, PersonId, Result};

/// Names, numbers and addresses of people whose transfer's day has come, some in each transaction.
pub fn turn_people(db: &Db, actor: Actor, today: Date) -> Result<()> {
    while db.write_now(actor, move |tx| turn_some(tx, today))? {}
    Ok(())
}

/// Whether there may be more.
fn turn_some(tx: &mut Tx<'_>, today: Date) -> Result<bool> {
    hold(tx)?;
    for transfer in store::due(tx, today)? {
        let steps: Vec<Step<PersonRecord>> = store::steps_later(tx, transfer.id, StepKind::Person, STEP)?;
        for step in &steps {
            store::step_taken(tx, transfer.id, StepKind::Person, step.subject)?;
            let id: PersonId = Id::from_raw(step.subject);
            let (Some(now), Some(before)) = (people::get(tx, id)?, &step.before) else { continue };
            let current = PersonRecord::of(&now);
            let turned = current.changed_from(before, &step.after);
            let (saved, _) = turned.over(now);
            bulk::save_person(tx, saved.clone(), None)?;
            follow_account(tx, &saved)?;
            for brief in people::told(tx, &[id])? {
                tx.emit(person_changed(&brief));
            }
        }
        if !steps.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// An account's address follows its person's record. One that somebody else signs in with may stand in the record all the same.
pub(super) fn follow_account(tx: &mut Tx<'_>, person: &directory::model::Person) -> Result<()> {
    match identity::service::people::follow_record(tx, person) {
        Err(error) if error.code() == "identity.login_taken" => Ok(()),
        done => done,
    }
}

/// Units of transfers whose day has come get their new names and places. A day begins with it, before it is worked out where
/// everybody stands.
pub fn turn_units(tx: &mut Tx<'_>) -> Result<()> {
    hold(tx)?;
    let today = Jst::date(tx.now());
    let due = store::due(tx, today)?;
    if due.is_empty() {
        return Ok(());
    }
    for transfer in due {
        let id = transfer.id;
        let all = units::all_units(tx)?;
        let most = transfer.orders.len();
        let steps: Vec<Step<UnitRecord>> = store::steps_later(tx, id, StepKind::Unit, most)?;
        for step in steps {
            store::step_taken(tx, id, StepKind::Unit, step.subject)?;
            let now = all.iter().find(|unit| unit.id.raw() == step.subject);
            let (Some(now), Some(before)) = (now, &step.before) else { continue };
            let turned = UnitRecord::of(now).changed_from(before, &step.after);
            bulk::save_unit(tx, turned.over(now.clone()))?;
        }
        let mut transfer = policy::at_work(&tx.actor(), transfer)?;
        transfer.turned = true;
        store::update(tx, &transfer)?;
    }
    bulk::settle_units(tx)
}

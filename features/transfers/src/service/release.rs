//! A transfer carried into the directory, in small steps. What has a date of its own (posts, last days, units that begin and end)
//! is written now; the rest waits for the day ([`super::turn`]).

use super::outlook::{Outlook, empty, look};
use super::{STEP, eve, get, hold, leaves, record, report, wrong};
use crate::jobs::{ReleaseTransfer, Scheduled};
use crate::model::{Difference, PersonRecord, Sort, State, Transfer, TransferId, UnitOrder, UnitRecord};
use crate::policy::{self, Edit};
use crate::store::{self, Step, StepKind};
use db::{Db, Tx};
use directory::events::person_changed;
use directory::model::{NewPerson, NewPost, NewUnit, Person, Unit};
use directory::service::{bulk, grants};
use directory::store::{people, units};
use jiff::civil::Date;
use kernel::{Actor, Jst, May, PersonId, Result};
use serde_json::json;
use std::sync::Arc;

/// Runs the job. Begun again, it goes on with what is left.
pub fn release(db: &Db, actor: Actor, job: ReleaseTransfer) -> Result<()> {
    let ReleaseTransfer { id, scheduled } = job;
    let Some((transfer, ids)) = db.write_now(actor, move |tx| begin(tx, id, scheduled))? else { return Ok(()) };
    let look = db.read_now(actor, move |conn| {
        let mut ids = ids.clone().into_iter();
        look(conn, &transfer, &mut || ids.next().expect("as many as may be made"))
    })?;
    let look = Arc::new(look);
    if look.blocked {
        return db.write_now(actor, move |tx| give_up(tx, id, &look));
    }
    let shared = look.clone();
    db.write_now(actor, move |tx| make_units(tx, id, &shared))?;
    let people = look.plan.added.len() + look.plan.changed.len();
    for first in (0..people).step_by(STEP) {
        let shared = look.clone();
        db.write_now(actor, move |tx| carry(tx, id, &shared, first..people.min(first + STEP)))?;
    }
    let away = look.plan.leaves.len();
    for first in (0..away).step_by(STEP) {
        let shared = look.clone();
        db.write_now(actor, move |tx| leaves::carry(tx, id, &shared, first..away.min(first + STEP)))?;
    }
    let today = Jst::date(db.clock().now());
    db.write_now(actor, move |tx| enter(tx, id))?;
    super::turn_people(db, actor, today)?;
    db.write_now(actor, super::turn_units)?;
    directory::service::begin_day(db, actor)?;
    db.write_now(actor, move |tx| finish(tx, id))
}

/// Takes the transfer's turn; with it go ids for whatever may be made.
fn begin(tx: &mut Tx<'_>, id: TransferId, scheduled: Option<Scheduled>) -> Result<Option<(Transfer, Vec<i64>)>> {
    hold(tx)?;
    let Some(found) = store::get(tx, id)? else { return Ok(None) };
    let now = tx.now();
    let due = match found.state {
        State::Scheduled => {
            let is_of_this = scheduled.is_none_or(|scheduled| scheduled.tick == found.tick);
            is_of_this && found.release_at.is_some_and(|at| at <= now)
        }
        State::Releasing => true,
        _ => false,
    };
    if !due {
        return Ok(None);
    }
    let mut transfer = policy::at_work(&tx.actor(), found)?;
    if transfer.state == State::Scheduled {
        if let Some(Scheduled { by, .. }) = scheduled
            && !may_still_release(tx, &transfer, by)?
        {
            let english = "had it wait for its release, and may not release it any more";
            let line = wrong(tx, by, english, "解禁を予約したあとで解禁する権限がなくなったため、解禁しませんでした")?;
            return hand_back(tx, transfer, vec![line]).map(|()| None);
        }
        (transfer.state, transfer.done, transfer.total) = (State::Releasing, 0, 0);
        store::update(tx, &transfer)?;
    }
    // A line of the list makes a person, a title and as many units as its path has levels at most.
    let most = 8 * usize::try_from(transfer.counts.lines).unwrap_or(0) + 64;
    let ids = (0..most).map(|_| tx.id::<()>().raw()).collect();
    Ok(Some((transfer.into_inner(), ids)))
}

/// Whether whoever had a transfer wait for its release could still say so: they are here, their account is not stopped, and what was given to
/// them reaches as far. That they are on leave by now takes nothing back.
fn may_still_release(tx: &mut Tx<'_>, transfer: &Transfer, by: PersonId) -> Result<bool> {
    let account = identity::store::of_person(tx, by)?.filter(|account| account.suspended_at.is_none());
    let is_here = people::briefs(tx, &[by])?.iter().any(|brief| brief.active);
    let Some(account) = account.filter(|_| is_here) else { return Ok(false) };
    let own = tx.actor();
    let asked = Actor { person: by, account: account.id, rights: account.rights, ..own };
    tx.act_as(asked);
    let powers = grants::powers(tx);
    tx.act_as(own);
    let names_them = store::names(tx, transfer.outlook, by)?;
    Ok(policy::may_release(&Actor { powers: powers?, ..asked }, transfer, names_them).is_ok())
}

/// A draft again, which says why.
fn hand_back(tx: &mut Tx<'_>, mut transfer: May<Edit, Transfer>, wrong: Vec<Difference>) -> Result<()> {
    (transfer.state, transfer.release_at) = (State::Draft, None);
    report(tx, &mut transfer, wrong)?;
    store::update(tx, &transfer)?;
    record(tx, "transfers.release_failed", &transfer, json!({ "conflicts": transfer.counts.conflict }), "")
}

/// Something came up since it was checked that concerns all of it.
fn give_up(tx: &mut Tx<'_>, id: TransferId, look: &Outlook) -> Result<()> {
    hold(tx)?;
    let found = get(tx, id)?;
    let transfer = policy::at_work(&tx.actor(), found)?;
    let wrong = look.differences.iter().filter(|line| line.sort == Sort::Conflict).cloned().collect();
    hand_back(tx, transfer, wrong)
}

fn make_units(tx: &mut Tx<'_>, id: TransferId, look: &Outlook) -> Result<()> {
    hold(tx)?;
    let found = get(tx, id)?;
    let mut transfer = policy::at_work(&tx.actor(), found)?;
    let there = units::all_units(tx)?;
    for order in &transfer.orders {
        let of_the_day = look.units.iter().find(|unit| unit.id == order.unit());
        let now = there.iter().find(|unit| unit.id == order.unit());
        match (order, of_the_day, now) {
            (UnitOrder::Create { .. }, Some(unit), None) => {
                bulk::add_unit(tx, unit.id, &new_unit(unit))?;
                note_unit(tx, id, None, unit, false)?;
            }
            (UnitOrder::Merge { .. } | UnitOrder::Close { .. }, Some(unit), Some(now))
                if unit.valid_to != now.valid_to =>
            {
                note_unit(tx, id, Some(now), unit, false)?;
                bulk::save_unit(tx, Unit { valid_to: unit.valid_to, ..now.clone() })?;
            }
            (UnitOrder::Change { .. }, Some(unit), Some(now))
                if !store::has_step(tx, id, StepKind::Unit, unit.id.raw())? =>
            {
                note_unit(tx, id, Some(now), unit, true)?;
            }
            _ => {}
        }
    }
    for made in &look.plan.units {
        bulk::add_unit(tx, made.id, &made.new)?;
        let step = Step {
            subject: made.id.raw(),
            before: None,
            after: UnitRecord {
                name: made.new.name.clone(),
                reading: made.new.reading.clone(),
                parent_id: made.new.parent_id,
                valid_to: None,
            },
        };
        store::add_step(tx, id, StepKind::Unit, &step, false)?;
    }
    for title in &look.plan.titles {
        bulk::add_title(tx, title)?;
    }
    bulk::settle_units(tx)?;
    let plan = &look.plan;
    transfer.total = transfer.done + (plan.added.len() + plan.changed.len() + plan.leaves.len()) as i64;
    store::update(tx, &transfer)
}

fn new_unit(unit: &Unit) -> NewUnit {
    NewUnit {
        name: unit.name.clone(),
        short_name: None,
        reading: unit.reading.clone(),
        kind: unit.kind,
        parent_id: unit.parent_id,
        order: unit.order,
        extension: None,
        valid_from: unit.valid_from,
    }
}

fn note_unit(tx: &mut Tx<'_>, id: TransferId, before: Option<&Unit>, after: &Unit, later: bool) -> Result<()> {
    let step = Step { subject: after.id.raw(), before: before.map(UnitRecord::of), after: UnitRecord::of(after) };
    store::add_step(tx, id, StepKind::Unit, &step, later)
}

/// Carries some people in.
fn carry(tx: &mut Tx<'_>, id: TransferId, look: &Outlook, range: std::ops::Range<usize>) -> Result<()> {
    hold(tx)?;
    let found = get(tx, id)?;
    let mut transfer = policy::at_work(&tx.actor(), found)?;
    let mut problems = Vec::new();
    let added = look.plan.added.len();
    for place in range.clone() {
        let problem = match place.checked_sub(added) {
            None => add(tx, id, look, &look.plan.added[place])?,
            Some(place) => change(tx, id, look, &look.plan.changed[place])?,
        };
        problems.extend(problem);
    }
    transfer.done += range.len() as i64;
    report(tx, &mut transfer, problems)?;
    store::update(tx, &transfer)
}

fn add(
    tx: &mut Tx<'_>,
    id: TransferId,
    look: &Outlook,
    (new, left_on): &(NewPerson, Option<Date>),
) -> Result<Option<Difference>> {
    let taken = people::by_staff_number(tx, &new.staff_number)?.is_some();
    if taken || look.conflicted.contains(&new.staff_number) {
        let (english, japanese) = ("left out: it no longer fits", "確認後に状況が変わったため、登録しませんでした");
        return Ok(Some(Difference {
            staff_number: new.staff_number.clone(),
            name: directory::model::full_name(&new.family_name, &new.given_name),
            english: english.to_owned(),
            japanese: japanese.to_owned(),
            ..empty(Sort::Conflict)
        }));
    }
    let person = bulk::add_person(tx, new, *left_on)?;
    let Some(made) = people::get(tx, person)? else { return Ok(None) };
    let step = Step { subject: person.raw(), before: None, after: PersonRecord::of(&made) };
    store::add_step(tx, id, StepKind::Person, &step, false)?;
    Ok(None)
}

fn change(
    tx: &mut Tx<'_>,
    id: TransferId,
    look: &Outlook,
    (planned, posts): &(Person, Option<Vec<NewPost>>),
) -> Result<Option<Difference>> {
    let person: PersonId = planned.brief.id;
    let Some(now) = people::get(tx, person)? else { return Ok(None) };
    let before = PersonRecord::of(&now);
    if look.before.get(&person) != Some(&before) || look.conflicted.contains(&planned.staff_number) {
        let japanese = "確認後に状況が変わったため、異動させませんでした";
        return wrong(tx, person, "left out: it no longer fits", japanese).map(Some);
    }
    let after = PersonRecord::of(planned).with(posts.clone().unwrap_or_else(|| before.posts.clone()));
    // Names, numbers and addresses bear no date: they wait for the day.
    let dated = PersonRecord { posts: after.posts.clone(), left_on: after.left_on, ..before.clone() };
    let later = dated != after;
    let (saved, all) = dated.over(now);
    bulk::save_person(tx, saved, Some(&all))?;
    let step = Step { subject: person.raw(), before: Some(before), after };
    store::add_step(tx, id, StepKind::Person, &step, later)?;
    for brief in people::told(tx, &[person])? {
        tx.emit(person_changed(&brief));
    }
    Ok(None)
}

/// From now on it counts as being in the directory: its day may come. Everybody is told it when it is done.
fn enter(tx: &mut Tx<'_>, id: TransferId) -> Result<()> {
    hold(tx)?;
    let (found, now) = (get(tx, id)?, tx.now());
    let mut transfer = policy::at_work(&tx.actor(), found)?;
    transfer.released_at = Some(now);
    store::update(tx, &transfer)
}

fn finish(tx: &mut Tx<'_>, id: TransferId) -> Result<()> {
    hold(tx)?;
    let found = get(tx, id)?;
    let mut transfer = policy::at_work(&tx.actor(), found)?;
    transfer.state = State::Released;
    transfer.done = transfer.total;
    store::update(tx, &transfer)?;
    let detail = json!({
        "people": transfer.total, "conflicts": transfer.counts.conflict, "eve": eve(&transfer).to_string(),
    });
    record(tx, "transfers.transfer_released", &transfer, detail, "")
}

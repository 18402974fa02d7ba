//! People brought to what was read of them, in small steps, by the same use cases as administrators.

use super::{kept, next, record, runs};
use crate::entry::Entry;
use crate::jobs::CarryPeople;
use crate::model::{DirectoryId, LineSort, RunId, RunState};
use crate::plan::{self, Work};
use crate::store::{self, Follower, Kept, Run};
use db::{Db, Lock, Tx};
use directory::model::naming::Units;
use directory::model::turning::{first_post, turned};
use directory::model::{Employment, NewPerson, Person, PersonChange, PostKind, Title};
use directory::service::bulk;
use directory::store::{people, units};
use identity::model::{AccountState, ELSEWHERE, fold_login};
use identity::service::{AccountChange, change_account, people as people_with_accounts};
use jiff::civil::Date;
use kernel::{Actor, Error, Jst, Kind, PersonId, Result};
use serde_json::json;

/// People changed in one transaction: few enough that whoever writes meanwhile hardly waits.
const STEP: usize = 50;
/// Steps after which other jobs have their turn.
const STEPS: usize = 10;
/// What stands for a reading that nobody has said.
const NO_READING: &str = "ー";

/// Lets a run go on with what there is to do.
pub(super) fn begin(tx: &mut Tx<'_>, mut run: Run) -> Result<()> {
    if run.counts.total == 0 {
        return finish(tx, run);
    }
    run.state = RunState::Carrying;
    store::update_run(tx, &run)?;
    jobs::enqueue(tx, &CarryPeople { run: run.id, from: 0 }, None)
}

fn finish(tx: &mut Tx<'_>, run: Run) -> Result<()> {
    let kept = kept(tx, run.directory)?;
    let next_at = next(&kept.settings, tx.now());
    store::set_next(tx, kept.id, next_at)?;
    if run.counts.total > 0 {
        let counts = run.counts;
        let detail = json!({
            "added": counts.added, "changed": counts.changed, "gone": counts.gone, "conflicts": counts.conflict,
        });
        record(tx, "ldap.people_followed", &kept, detail, "")?;
    }
    runs::end(tx, run, RunState::Done, None)
}

/// Runs the job: some steps, then the next job. Begun again, it goes on with what is left.
pub fn carry(db: &Db, actor: Actor, job: CarryPeople) -> Result<()> {
    let id = job.run;
    for _ in 0..STEPS {
        let done = db.write_now(actor, move |tx| step(tx, id, STEP));
        let is_over = match done {
            Err(error) if is_refusal(&error) => one_by_one(db, actor, id)?,
            done => done?,
        };
        if is_over {
            return Ok(());
        }
    }
    db.write_now(actor, move |tx| {
        let Some(run) = at_work(tx, id)? else { return Ok(()) };
        jobs::enqueue(tx, &CarryPeople { run: id, from: run.counts.done }, None)
    })
}

/// What a rule says no to, unlike what the next try may do.
fn is_refusal(error: &Error) -> bool {
    !matches!(error.kind(), Kind::Unavailable | Kind::Internal)
}

/// The people of a step of whom one did not fit, each in a transaction of their own.
fn one_by_one(db: &Db, actor: Actor, id: RunId) -> Result<bool> {
    for _ in 0..STEP {
        let done = db.write_now(actor, move |tx| step(tx, id, 1));
        let is_over = match done {
            Err(error) if is_refusal(&error) => db.write_now(actor, move |tx| pass_over(tx, id, &error))?,
            done => done?,
        };
        if is_over {
            return Ok(true);
        }
    }
    Ok(false)
}

fn at_work(tx: &mut Tx<'_>, id: RunId) -> Result<Option<Run>> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    Ok(store::run(tx, id)?.filter(|run| run.state == RunState::Carrying))
}

/// The next person's line says why they do not fit.
fn pass_over(tx: &mut Tx<'_>, id: RunId, error: &Error) -> Result<bool> {
    let Some(mut run) = at_work(tx, id)? else { return Ok(true) };
    let Some((number, ..)) = store::work(tx, id, run.counts.done, 1)?.pop() else { return Ok(true) };
    if let Some(mut line) = store::line(tx, id, number)? {
        match line.sort {
            LineSort::Added => run.counts.added -= 1,
            LineSort::Changed => run.counts.changed -= 1,
            LineSort::Gone => run.counts.gone -= 1,
            LineSort::Conflict => run.counts.conflict -= 1,
            LineSort::Quiet => {}
        }
        run.counts.conflict += 1;
        line.shown.changes.clear();
        line.shown.fault = Some(plan::fault_of(error));
        store::fail_line(tx, id, &line)?;
    }
    run.counts.done = number;
    store::update_run(tx, &run)?;
    Ok(false)
}

/// What a step knows of the organisation.
struct Lists {
    kept: Kept,
    units: Units,
    titles: Vec<Title>,
    today: Date,
    /// For the record: which directory says so.
    origin: String,
}

/// Does what there is to do about the next people; whether the run is over.
fn step(tx: &mut Tx<'_>, id: RunId, most: usize) -> Result<bool> {
    let Some(mut run) = at_work(tx, id)? else { return Ok(true) };
    if run.cancelled {
        runs::end(tx, run, RunState::Cancelled, None)?;
        return Ok(true);
    }
    let next = store::work(tx, id, run.counts.done, most)?;
    let Some(last) = next.last().map(|(number, ..)| *number) else {
        run.counts.done = run.counts.total;
        finish(tx, run)?;
        return Ok(true);
    };
    let (kept, today) = (kept(tx, run.directory)?, Jst::date(tx.now()));
    let lists = Lists {
        origin: format!("LDAP ({})", kept.settings.name),
        kept,
        units: Units::new(&units::all_units(tx)?, today),
        titles: units::titles(tx)?,
        today,
    };
    let mut added = Vec::new();
    for (_, person, work) in next {
        match work {
            Work::Bring(entry) => added.extend(bring(tx, person, &entry, &lists)?),
            Work::Stop(permanent_id) => stop(tx, &permanent_id, &lists)?,
            Work::Let(permanent_id) => let_go(tx, &permanent_id, &lists)?,
        }
    }
    bulk::settle_added(tx, &added, &lists.origin)?;
    run.counts.done = last;
    store::update_run(tx, &run)?;
    Ok(false)
}

/// Makes somebody what an entry says of them; the person when they are new.
fn bring(tx: &mut Tx<'_>, meant: Option<PersonId>, entry: &Entry, lists: &Lists) -> Result<Option<PersonId>> {
    let directory = lists.kept.id;
    let before = store::follower(tx, directory, &entry.permanent_id)?;
    let person = match before.as_ref().map(|before| before.person).or(meant) {
        Some(id) => people::get(tx, id)?,
        None => None,
    };
    let Some(person) = person else {
        let id = take_in(tx, entry, lists)?;
        keep(tx, directory, id, entry)?;
        return Ok(Some(id));
    };
    change(tx, person, before.as_ref(), entry, lists).map(|()| None)
}

fn keep(tx: &mut Tx<'_>, directory: DirectoryId, person: PersonId, entry: &Entry) -> Result<()> {
    let follower = Follower {
        person,
        permanent_id: entry.permanent_id.clone(),
        hash: entry.hash(),
        disabled: entry.disabled,
        gone_at: None,
    };
    store::put(tx, directory, &follower)
}

fn take_in(tx: &mut Tx<'_>, entry: &Entry, lists: &Lists) -> Result<PersonId> {
    let place = plan::place(entry, None, &lists.units, &lists.titles)?;
    let place = place.ok_or_else(|| Error::field("unit", "missing"))?;
    let reading = |text: &str| if text.is_empty() { NO_READING.to_owned() } else { text.to_owned() };
    let new = NewPerson {
        id: None,
        staff_number: entry.number().to_owned(),
        family_name: entry.family_name.clone(),
        given_name: entry.given_name.clone(),
        family_reading: reading(&entry.family_reading),
        given_reading: entry.given_reading.clone(),
        employment: Employment::Regular,
        email: entry.email.clone(),
        extension: None,
        mobile: None,
        posts: vec![first_post(place, PostKind::Main, lists.today)],
    };
    let id = bulk::add_person(tx, &new, None)?;
    let person = people::get(tx, id)?.ok_or_else(Error::not_found)?;
    people_with_accounts::give_account(tx, &person, &entry.login, ELSEWHERE)?;
    Ok(id)
}

/// Changes somebody who is here, in what differs.
fn change(tx: &mut Tx<'_>, person: Person, before: Option<&Follower>, entry: &Entry, lists: &Lists) -> Result<()> {
    let (id, origin) = (person.brief.id, lists.origin.as_str());
    let was_gone = before.is_some_and(|before| before.gone_at.is_some());
    let person = match was_gone && person.left_on.is_some() {
        true => directory::service::come_back(tx, id, origin)?,
        false => person,
    };
    let main = plan::main_post(&person, lists.today);
    let place = plan::place(entry, main, &lists.units, &lists.titles)?;
    let differs = |is: &str, wanted: &str| (is != wanted).then(|| wanted.to_owned());
    let reads = !entry.family_reading.is_empty();
    let is_other_number = fold_login(&person.staff_number) != fold_login(entry.number());
    let change = PersonChange {
        staff_number: is_other_number.then(|| entry.number().to_owned()),
        family_name: differs(&person.family_name, &entry.family_name),
        given_name: differs(&person.given_name, &entry.given_name),
        family_reading: differs(&person.family_reading, &entry.family_reading).filter(|_| reads),
        given_reading: differs(&person.given_reading, &entry.given_reading).filter(|_| reads),
        email: entry.email.clone().filter(|email| person.email.as_ref() != Some(email)),
        posts: place.and_then(|place| turned(&person.posts, Some(place), None, lists.today)),
        ..PersonChange::default()
    };
    let person = match change == PersonChange::default() {
        true => person,
        false => people_with_accounts::update(tx, id, &change, None, origin)?,
    };
    match identity::store::of_person(tx, id)? {
        Some(_) => {
            people_with_accounts::set_login(tx, id, &entry.login, origin)?;
            people_with_accounts::leave_password(tx, id, origin)?;
        }
        None => people_with_accounts::give_account(tx, &person, &entry.login, ELSEWHERE)?,
    }
    let was_stopped = before.is_some_and(|before| before.disabled || before.gone_at.is_some());
    if was_stopped != entry.disabled {
        set_active(tx, id, !entry.disabled, origin)?;
    }
    keep(tx, lists.kept.id, id, entry)
}

fn set_active(tx: &mut Tx<'_>, person: PersonId, active: bool, origin: &str) -> Result<()> {
    let state = if active { AccountState::Active } else { AccountState::Suspended };
    match identity::store::of_person(tx, person)? {
        Some(account) => {
            let change = AccountChange { rights: None, state: Some(state) };
            change_account(tx, account.id, &change, origin).map(|_| ())
        }
        None => Ok(()),
    }
}

/// Stops somebody who is stopped there, and leaves all else as it is.
fn stop(tx: &mut Tx<'_>, permanent_id: &str, lists: &Lists) -> Result<()> {
    let Some(before) = store::follower(tx, lists.kept.id, permanent_id)? else { return Ok(()) };
    set_active(tx, before.person, false, &lists.origin)?;
    store::put(tx, lists.kept.id, &Follower { disabled: true, ..before })
}

/// Lets somebody go who is no longer in the directory: they cannot sign in from now on, and today is their last day. What they wrote stays.
fn let_go(tx: &mut Tx<'_>, permanent_id: &str, lists: &Lists) -> Result<()> {
    let Some(before) = store::follower(tx, lists.kept.id, permanent_id)? else { return Ok(()) };
    let person = people::get(tx, before.person)?.ok_or_else(Error::not_found)?;
    set_active(tx, before.person, false, &lists.origin)?;
    // Whoever stays all the same can be given a password of here.
    people_with_accounts::orphan_passwords(tx, &[before.person])?;
    if person.left_on.is_none_or(|last| last > lists.today) {
        people_with_accounts::leave(tx, before.person, lists.today, &lists.origin)?;
    }
    let gone_at = Some(tx.now());
    store::put(tx, lists.kept.id, &Follower { gone_at, ..before })
}

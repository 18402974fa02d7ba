//! Runs begun, cancelled and looked at.

use super::{kept, next};
use crate::jobs::ReadDirectory;
use crate::model::{
    DirectoryId, DirectoryLine, DirectoryRun, LdapRefusal, LineSort, NewRun, Outcome, RUNS_KEPT, RunId, RunKind,
    RunState,
};
use crate::store::{self, Run};
use audit::{Record, Subject};
use db::{Conn, Db, Lock, Tx};
use directory::store::people;
use kernel::{Actor, Error, Id, PersonId, Result, Timestamp};
use serde_json::json;
use std::time::Duration;

/// A run at which nobody has been for so long will not go on.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(3_600);
/// How often directories are looked at whose time may have come, in microseconds.
const LOOK_EVERY: i64 = 300_000_000;

fn shown(conn: &mut Conn<'_>, runs: Vec<Run>) -> Result<Vec<DirectoryRun>> {
    let starters: Vec<PersonId> = runs.iter().filter_map(|run| run.started_by).collect();
    let people = people::briefs(conn, &starters)?;
    let one = |run: Run| DirectoryRun {
        id: run.id,
        kind: run.kind,
        state: run.state,
        outcome: run.outcome,
        started_by: run.started_by.and_then(|id| people.iter().find(|person| person.id == id).cloned()),
        begun_at: run.begun_at,
        ended_at: run.ended_at,
        counts: run.counts,
    };
    Ok(runs.into_iter().map(one).collect())
}

/// The latest runs of a directory, the newest first.
pub fn latest(conn: &mut Conn<'_>, id: DirectoryId, most: i64) -> Result<Vec<DirectoryRun>> {
    let runs = store::runs(conn, id, most)?;
    shown(conn, runs)
}

/// The runs that are remembered of a directory.
pub fn list(conn: &mut Conn<'_>, id: DirectoryId) -> Result<Vec<DirectoryRun>> {
    kept(conn, id)?;
    latest(conn, id, RUNS_KEPT)
}

/// A page of what a run found to differ, one line more than `limit` when there are more.
pub fn lines(
    conn: &mut Conn<'_>,
    id: RunId,
    sort: Option<LineSort>,
    after: Option<i64>,
    limit: usize,
) -> Result<Vec<DirectoryLine>> {
    store::run(conn, id)?.ok_or_else(Error::not_found)?;
    let word = sort.map(|sort| match sort {
        LineSort::Added => "added",
        LineSort::Changed => "changed",
        LineSort::Gone => "gone",
        LineSort::Conflict => "conflict",
        LineSort::Quiet => "none",
    });
    store::lines(conn, id, word, after.unwrap_or(0), limit + 1)
}

/// Begins a run for somebody who asks for it.
///
/// Errors: `ldap.run_is_on`.
pub fn begin(tx: &mut Tx<'_>, directory: DirectoryId, new: NewRun, address: &str) -> Result<DirectoryRun> {
    let actor = tx.actor();
    tx.lock(Lock::Org(actor.org))?;
    let kept = kept(tx, directory)?;
    if store::run(tx, new.id)?.is_none() {
        if store::is_on(tx, directory)? {
            return Err(LdapRefusal::RunIsOn.into());
        }
        let kind = if new.look { RunKind::Look } else { RunKind::Apply };
        enqueue(tx, new.id, directory, kind, Some(actor.person), new.allowed)?;
        let subject = Subject::of("ldap_directory", directory, &kept.settings.name);
        let detail = json!({ "look": new.look, "allowed": new.allowed });
        audit::record(tx, &Record { act: "ldap.run_begun", subject, detail, address })?;
    }
    one(tx, new.id)
}

fn one(conn: &mut Conn<'_>, id: RunId) -> Result<DirectoryRun> {
    let run = store::run(conn, id)?.ok_or_else(Error::not_found)?;
    shown(conn, vec![run])?.pop().ok_or_else(Error::not_found)
}

fn enqueue(
    tx: &mut Tx<'_>,
    id: RunId,
    directory: DirectoryId,
    kind: RunKind,
    by: Option<PersonId>,
    allowed: Option<i64>,
) -> Result<()> {
    store::insert_run(tx, id, directory, kind, by, allowed)?;
    jobs::enqueue(tx, &ReadDirectory { run: id }, None)
}

/// Cancels a run: it ends at its next step, and what was done stays.
///
/// Errors: `ldap.run_is_over`.
pub fn cancel(tx: &mut Tx<'_>, id: RunId) -> Result<DirectoryRun> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let run = store::run(tx, id)?.ok_or_else(Error::not_found)?;
    if !run.state.is_on() {
        return Err(LdapRefusal::RunIsOver.into());
    }
    store::cancel_run(tx, id)?;
    one(tx, id)
}

/// The next moment at which directories are looked at.
pub fn next_look(now: Timestamp) -> Timestamp {
    Timestamp::from_micros((now.micros() / LOOK_EVERY + 1) * LOOK_EVERY)
}

/// Begins runs of all directories whose time has come, and gives up those that were left.
pub fn follow_due(db: &Db) -> Result<()> {
    let nobody = Actor::system(Id::from_raw(0));
    db.write_now(nobody, |tx| {
        tx.lock(Lock::Jobs)?;
        let since = tx.now().minus(GIVEN_UP_AFTER);
        store::give_up_runs(tx, since)
    })?;
    for due in db.read_now(nobody, store::due)? {
        db.write_now(Actor::system(due.org), move |tx| {
            tx.lock(Lock::Org(due.org))?;
            let Some(kept) = store::directory(tx, due.id)? else { return Ok(()) };
            let now = tx.now();
            if kept.next_at.is_none_or(|at| at > now) {
                return Ok(());
            }
            store::set_next(tx, kept.id, next(&kept.settings, now))?;
            match store::is_on(tx, kept.id)? {
                true => Ok(()),
                false => {
                    let id = tx.id();
                    enqueue(tx, id, kept.id, RunKind::Follow, None, None)
                }
            }
        })?;
    }
    Ok(())
}

/// Ends a run.
pub(super) fn end(tx: &mut Tx<'_>, mut run: Run, state: RunState, outcome: Option<Outcome>) -> Result<()> {
    (run.state, run.outcome, run.ended_at) = (state, outcome, Some(tx.now()));
    store::update_run(tx, &run)?;
    store::forget_runs(tx, run.directory)
}

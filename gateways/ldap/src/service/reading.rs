//! A directory read through and compared with what was read last.

use super::{carrying, kept, runs};
use crate::client::Connection;
use crate::entry::{self, Read};
use crate::jobs::ReadDirectory;
use crate::model::{Outcome, RunCounts, RunId, RunKind, RunState};
use crate::plan::{self, Known, Line, Present};
use crate::store::{self, Kept, Run};
use db::{Conn, Db, Lock, Tx};
use directory::model::naming::Units;
use directory::store::{people, units};
use kernel::{Actor, Error, Jst, Result};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

/// Less than the lease of a job: nobody else begins to read what is being read.
const LONGEST: Duration = Duration::from_secs(240);
/// How often the run says how far it is, and hears whether it is cancelled, in entries.
const TELL_EVERY: i64 = 500;
/// Lines written in one transaction.
const BATCH: usize = 500;

/// Why a reading ended before its end.
enum Stop {
    Cancelled,
    Failed(Outcome),
    Error(Error),
}

impl From<Outcome> for Stop {
    fn from(outcome: Outcome) -> Self {
        Self::Failed(outcome)
    }
}

/// What was read.
#[derive(Default)]
struct Reading {
    /// All permanent ids.
    seen: HashSet<String>,
    /// What is not as it was read last.
    found: Vec<Read>,
    read: i64,
}

/// Runs the job. Begun again, it reads anew.
pub fn read(db: &Db, actor: Actor, job: ReadDirectory) -> Result<()> {
    let id = job.run;
    let Some((kept, known)) = db.write_now(actor, move |tx| begin(tx, id))? else { return Ok(()) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::internal)?;
    let (read, ended) = runtime.block_on(async {
        let mut reading = Reading::default();
        let read = through(db, actor, id, &kept, &known, &mut reading);
        let ended = tokio::time::timeout(LONGEST, read).await.unwrap_or(Err(Stop::Failed(Outcome::TooSlow)));
        (reading, ended)
    });
    drop(runtime);
    match ended {
        Ok(()) => {}
        Err(Stop::Error(error)) => return Err(error),
        Err(Stop::Cancelled) => return close(db, actor, id, RunState::Cancelled, None),
        Err(Stop::Failed(outcome)) => return close(db, actor, id, RunState::Failed, Some(outcome)),
    }
    let (lines, counts) = db.read_now(actor, move |conn| compare(conn, &kept, &read))?;
    let lines = Arc::new(lines);
    for (place, first) in (0..lines.len()).step_by(BATCH).enumerate() {
        let (lines, from) = (lines.clone(), (place * BATCH) as i64 + 1);
        db.write_now(actor, move |tx| {
            let org = tx.actor().org;
            tx.lock(Lock::Org(org))?;
            store::add_lines(tx, id, from, &lines[first..lines.len().min(first + BATCH)])
        })?;
    }
    db.write_now(actor, move |tx| decide(tx, id, counts))
}

/// A run that is this job's to go on with.
fn at_work(tx: &mut Tx<'_>, id: RunId) -> Result<Option<Run>> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    Ok(store::run(tx, id)?.filter(|run| matches!(run.state, RunState::Waiting | RunState::Reading)))
}

fn begin(tx: &mut Tx<'_>, id: RunId) -> Result<Option<(Kept, Vec<Known>)>> {
    let Some(mut run) = at_work(tx, id)? else { return Ok(None) };
    let kept = kept(tx, run.directory)?;
    store::delete_lines(tx, id)?;
    (run.state, run.counts) = (RunState::Reading, RunCounts::default());
    store::update_run(tx, &run)?;
    let known = store::known(tx, run.directory)?;
    Ok(Some((kept, known)))
}

fn close(db: &Db, actor: Actor, id: RunId, state: RunState, outcome: Option<Outcome>) -> Result<()> {
    db.write_now(actor, move |tx| match at_work(tx, id)? {
        Some(run) => runs::end(tx, run, state, outcome),
        None => Ok(()),
    })
}

async fn through(
    db: &Db,
    actor: Actor,
    id: RunId,
    kept: &Kept,
    known: &[Known],
    reading: &mut Reading,
) -> Result<(), Stop> {
    let known: HashMap<&str, &Known> = known.iter().map(|known| (known.permanent_id.as_str(), known)).collect();
    let mut connection = Connection::open(&kept.settings, &kept.password).await?;
    let mut people = connection.people(&kept.settings, None).await?;
    while let Some(attributes) = people.next().await? {
        let one = entry::read(&attributes, &kept.settings.mapping);
        let before = one.permanent_id.as_deref().and_then(|id| known.get(id));
        let is_same = before.is_some_and(|known| known.is_still(&one));
        let is_first = one.permanent_id.clone().is_none_or(|id| reading.seen.insert(id));
        if !is_same || !is_first {
            reading.found.push(one);
        }
        reading.read += 1;
        if reading.read % TELL_EVERY == 0 {
            tell(db, actor, id, reading.read).await?;
        }
    }
    connection.close().await;
    tell(db, actor, id, reading.read).await?;
    // A filter that finds nobody lets nobody go.
    if reading.read == 0 { Err(Stop::Failed(Outcome::Nobody)) } else { Ok(()) }
}

/// Says how far the reading is.
async fn tell(db: &Db, actor: Actor, id: RunId, read: i64) -> Result<(), Stop> {
    let story = move |tx: &mut Tx<'_>| {
        let Some(mut run) = at_work(tx, id)? else { return Ok(true) };
        run.counts.read = read;
        store::update_run(tx, &run)?;
        Ok(run.cancelled)
    };
    match db.write(actor, story).await {
        Ok(false) => Ok(()),
        Ok(true) => Err(Stop::Cancelled),
        Err(error) => Err(Stop::Error(error)),
    }
}

fn compare(conn: &mut Conn<'_>, kept: &Kept, reading: &Reading) -> Result<(Vec<Line>, RunCounts)> {
    let known = store::known(conn, kept.id)?;
    let is_gone = |known: &Known| !known.gone && !reading.seen.contains(&known.permanent_id);
    let (lines, counts) = if reading.found.is_empty() && !known.iter().any(is_gone) {
        (Vec::new(), RunCounts::default())
    } else {
        let today = Jst::date(conn.now());
        let present = Present {
            people: people::everybody(conn)?,
            logins: store::logins(conn)?,
            known,
            linked: store::linked(conn)?.into_iter().collect(),
            units: Units::new(&units::all_units(conn)?, today),
            titles: units::titles(conn)?,
            today,
        };
        plan::plan(&present, &reading.found, &reading.seen)
    };
    Ok((lines, RunCounts { read: reading.read, ..counts }))
}

/// Ends a run that only looks, holds one that would stop too many, and lets the others go on.
fn decide(tx: &mut Tx<'_>, id: RunId, counts: RunCounts) -> Result<()> {
    let Some(mut run) = at_work(tx, id)? else { return Ok(()) };
    run.counts = counts;
    let kept = kept(tx, run.directory)?;
    if run.cancelled {
        return runs::end(tx, run, RunState::Cancelled, None);
    }
    if run.kind == RunKind::Look {
        return runs::end(tx, run, RunState::Done, None);
    }
    if plan::is_too_much(&counts, kept.settings.most_suspended, run.allowed) {
        super::record(
            tx,
            "ldap.run_held",
            &kept,
            serde_json::json!({ "suspended": counts.suspended, "of": counts.following }),
            "",
        )?;
        return runs::end(tx, run, RunState::Held, None);
    }
    carrying::begin(tx, run)
}

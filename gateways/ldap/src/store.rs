//! Directories, who came from them, runs and their lines.

use crate::model::{
    DirectoryId, DirectoryLine, DirectorySettings, LINES_KEPT, Outcome, RUNS_KEPT, RunCounts, RunId, RunKind, RunState,
};
use crate::plan::{Known, Line, Work};
use db::{Conn, List, Row, Tx, Value};
use identity::model::ELSEWHERE;
use kernel::{OrgId, PersonId, Result, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

macro_rules! directories {
    ($condition:expr) => {
        concat!("SELECT id, settings, password, next_at, org_id FROM ldap_directory WHERE ", $condition)
    };
}

macro_rules! runs {
    ($condition:expr) => {
        concat!(
            "SELECT id, directory_id, kind, state, outcome, started_by, allowed, cancelled, begun_at, ended_at, counts
             FROM ldap_run WHERE org_id = $1 AND ",
            $condition
        )
    };
}

db::statements! {
    DIRECTORIES = directories!("org_id = $1 ORDER BY id");
    DIRECTORY = directories!("org_id = $1 AND id = $2");
    DUE = directories!("next_at <= $1 ORDER BY next_at, id");
    DIRECTORY_INSERT = "INSERT INTO ldap_directory (id, org_id, settings, password, made_at, next_at) VALUES ($1, $2, $3, $4, $5, $6)";
    DIRECTORY_UPDATE = "UPDATE ldap_directory SET settings = $3, password = $4, next_at = $5 WHERE id = $1 AND org_id = $2";
    NEXT_AT = "UPDATE ldap_directory SET next_at = $3 WHERE id = $1 AND org_id = $2";
    DIRECTORY_DELETE = "DELETE FROM ldap_directory WHERE id = $1 AND org_id = $2";
    PEOPLE_COUNT = "SELECT COUNT(*) FROM ldap_person WHERE directory_id = $1 AND gone_at IS NULL";
    PEOPLE_DELETE = "DELETE FROM ldap_person WHERE directory_id = $1";
    PEOPLE_OF = "SELECT person_id FROM ldap_person WHERE directory_id = $1 ORDER BY person_id";
    // Whoever administers keeps the password that they have here.
    KNOWN = "SELECT l.person_id, l.permanent_id, l.hash, l.disabled, l.gone_at, a.password_hash, a.rights
        FROM ldap_person l LEFT JOIN account a ON a.person_id = l.person_id WHERE l.directory_id = $1 ORDER BY l.person_id";
    LINKED = "SELECT person_id FROM ldap_person WHERE org_id = $1";
    LINK = "SELECT l.permanent_id, l.gone_at, d.settings, d.password FROM ldap_person l
        JOIN ldap_directory d ON d.id = l.directory_id WHERE l.person_id = $1 AND l.org_id = $2";
    PERSON = "SELECT person_id, permanent_id, hash, disabled, gone_at FROM ldap_person WHERE directory_id = $1 AND permanent_id = $2";
    PUT = "INSERT INTO ldap_person (person_id, org_id, directory_id, permanent_id, hash, disabled, gone_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, disabled = excluded.disabled, gone_at = excluded.gone_at";
    LOGINS = "SELECT login, person_id FROM account WHERE org_id = $1";
    RUNS = runs!("directory_id = $2 ORDER BY tick DESC LIMIT $3");
    RUN = runs!("id = $2");
    RUNS_ON = runs!("directory_id = $2 AND state IN ('waiting', 'reading', 'carrying')");
    RUN_INSERT = "INSERT INTO ldap_run (id, org_id, directory_id, kind, state, started_by, allowed, cancelled, begun_at, touched_at, counts, tick)
        VALUES ($1, $2, $3, $4, 'waiting', $5, $6, FALSE, $7, $7, $8, $9)";
    RUN_UPDATE = "UPDATE ldap_run SET state = $3, outcome = $4, counts = $5, touched_at = $6, ended_at = $7 WHERE id = $1 AND org_id = $2";
    RUN_CANCEL = "UPDATE ldap_run SET cancelled = TRUE WHERE id = $1 AND org_id = $2";
    RUNS_GIVEN_UP = "UPDATE ldap_run SET state = 'failed', outcome = 'broken_off', ended_at = $2
        WHERE state IN ('waiting', 'reading', 'carrying') AND touched_at < $1";
    RUNS_BEYOND = "SELECT id FROM ldap_run WHERE directory_id = $1 ORDER BY tick DESC LIMIT 1000 OFFSET $2";
    RUNS_DELETE = "DELETE FROM ldap_run WHERE id {in $1}";
    RUNS_DELETE_ALL = "DELETE FROM ldap_run WHERE directory_id = $1";
    LINES_DELETE = "DELETE FROM ldap_line WHERE run_id {in $1}";
    LINES_DELETE_ALL = "DELETE FROM ldap_line WHERE run_id IN (SELECT id FROM ldap_run WHERE directory_id = $1)";
    LINES_ADD = "INSERT INTO ldap_line (run_id, number, sort, person_id, shown, work)
        SELECT $1, l.number, l.sort, l.person_id, l.shown, l.work
        FROM {each $2 AS l: number BIGINT, sort TEXT, person_id BIGINT, shown TEXT, work TEXT}";
    LINES = "SELECT number, sort, person_id, shown FROM ldap_line WHERE run_id = $1 AND number > $2 AND sort <> 'quiet'
        AND (CAST($3 AS TEXT) IS NULL OR sort = $3) ORDER BY number LIMIT $4";
    WORK = "SELECT number, person_id, work FROM ldap_line WHERE run_id = $1 AND number > $2 AND work IS NOT NULL ORDER BY number LIMIT $3";
    LINE_FAILED = "UPDATE ldap_line SET sort = 'conflict', shown = $3, work = NULL WHERE run_id = $1 AND number = $2";
    LINE = "SELECT number, sort, person_id, shown FROM ldap_line WHERE run_id = $1 AND number = $2";
}

/// A directory as the table has it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its id.
    pub id: DirectoryId,
    /// How it is reached and read.
    pub settings: DirectorySettings,
    /// With what who reads signs in.
    pub password: String,
    /// When it is read next by itself.
    pub next_at: Option<Timestamp>,
    /// Whose it is.
    pub org: OrgId,
}

/// A run as the table has it.
#[derive(Debug, Clone)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// Of which directory.
    pub directory: DirectoryId,
    /// What for.
    pub kind: RunKind,
    /// Where it stands.
    pub state: RunState,
    /// Why it failed.
    pub outcome: Option<Outcome>,
    /// Who began it.
    pub started_by: Option<PersonId>,
    /// How many may be stopped although that is more than usual.
    pub allowed: Option<i64>,
    /// Whether somebody wants it to end.
    pub cancelled: bool,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// What it found and did.
    pub counts: RunCounts,
}

/// Where somebody's password is.
pub struct Link {
    /// What never changes of them there.
    pub permanent_id: String,
    /// How the directory is reached.
    pub settings: DirectorySettings,
    /// With what who reads signs in.
    pub password: String,
}

/// Somebody as they were read last.
#[derive(Debug, Clone)]
pub struct Follower {
    /// The person.
    pub person: PersonId,
    /// What never changes of them there.
    pub permanent_id: String,
    /// What was read of them.
    pub hash: String,
    /// Whether they were stopped there.
    pub disabled: bool,
    /// Since when they are gone from there.
    pub gone_at: Option<Timestamp>,
}

fn word(thing: impl Serialize) -> String {
    match serde_json::to_value(thing) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a kind is a word, not {other:?}"),
    }
}

fn unword<T: DeserializeOwned>(text: String) -> T {
    serde_json::from_value(serde_json::Value::String(text)).expect("the database holds known kinds")
}

fn json(thing: &impl Serialize) -> String {
    serde_json::to_string(thing).expect("plain data")
}

fn unjson<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("the database holds what was written")
}

fn read(row: &Row) -> Kept {
    Kept {
        id: row.get(0),
        settings: unjson(&row.get::<String>(1)),
        password: row.get(2),
        next_at: row.get(3),
        org: row.get(4),
    }
}

fn read_run(row: &Row) -> Run {
    Run {
        id: row.get(0),
        directory: row.get(1),
        kind: unword(row.get(2)),
        state: unword(row.get(3)),
        outcome: row.get::<Option<String>>(4).map(unword),
        started_by: row.get(5),
        allowed: row.get(6),
        cancelled: row.get(7),
        begun_at: row.get(8),
        ended_at: row.get(9),
        counts: unjson(&row.get::<String>(10)),
    }
}

fn read_line(row: &Row) -> DirectoryLine {
    DirectoryLine {
        number: row.get(0),
        sort: unword(row.get(1)),
        person_id: row.get(2),
        shown: unjson(&row.get::<String>(3)),
    }
}

/// The directories of the actor's organisation, the oldest first.
pub fn directories(conn: &mut Conn<'_>) -> Result<Vec<Kept>> {
    let org = conn.actor().org;
    Ok(conn.rows(&DIRECTORIES, &[&org])?.iter().map(read).collect())
}

/// A directory of the actor's organisation.
pub fn directory(conn: &mut Conn<'_>, id: DirectoryId) -> Result<Option<Kept>> {
    let org = conn.actor().org;
    Ok(conn.row(&DIRECTORY, &[&org, &id])?.as_ref().map(read))
}

/// The directories of all organisations whose time has come.
pub fn due(conn: &mut Conn<'_>) -> Result<Vec<Kept>> {
    let now = conn.now();
    Ok(conn.rows(&DUE, &[&now])?.iter().map(read).collect())
}

/// Adds a directory.
pub fn insert(tx: &mut Tx<'_>, kept: &Kept) -> Result<()> {
    let now = tx.now();
    tx.execute(&DIRECTORY_INSERT, &[&kept.id, &kept.org, &json(&kept.settings), &kept.password, &now, &kept.next_at])?;
    Ok(())
}

/// Saves a changed directory.
pub fn update(tx: &mut Tx<'_>, kept: &Kept) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&DIRECTORY_UPDATE, &[&kept.id, &org, &json(&kept.settings), &kept.password, &kept.next_at])
}

/// Says when a directory is read next.
pub fn set_next(tx: &mut Tx<'_>, id: DirectoryId, at: Option<Timestamp>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&NEXT_AT, &[&id, &org, &at])
}

/// Removes a directory and all that was known of it.
pub fn delete(tx: &mut Tx<'_>, id: DirectoryId) -> Result<()> {
    let org = tx.actor().org;
    for statement in [&LINES_DELETE_ALL, &RUNS_DELETE_ALL, &PEOPLE_DELETE] {
        tx.run(statement, &[&id])?;
    }
    tx.run(&DIRECTORY_DELETE, &[&id, &org])
}

/// How many people follow a directory.
pub fn count_people(conn: &mut Conn<'_>, id: DirectoryId) -> Result<i64> {
    Ok(conn.one(&PEOPLE_COUNT, &[&id])?.get(0))
}

/// Who came from a directory.
pub fn people_of(conn: &mut Conn<'_>, id: DirectoryId) -> Result<Vec<PersonId>> {
    Ok(conn.rows(&PEOPLE_OF, &[&id])?.iter().map(|row| row.get(0)).collect())
}

/// Who came from a directory, as they were read last.
pub fn known(conn: &mut Conn<'_>, id: DirectoryId) -> Result<Vec<Known>> {
    let read = |row: &Row| {
        let (hash, rights): (Option<String>, Option<String>) = (row.get(5), row.get(6));
        let keeps_own = rights.as_deref() == Some("administrator");
        Known {
            person: row.get(0),
            permanent_id: row.get(1),
            hash: row.get(2),
            disabled: row.get(3),
            gone: row.get::<Option<Timestamp>>(4).is_some(),
            has_own_password: hash.as_deref() != Some(ELSEWHERE) && !keeps_own,
        }
    };
    let mut all: Vec<Known> = conn.rows(&KNOWN, &[&id])?.iter().map(read).collect();
    all.dedup_by_key(|known| known.person);
    Ok(all)
}

/// Who of the actor's organisation follows a directory.
pub fn linked(conn: &mut Conn<'_>) -> Result<Vec<PersonId>> {
    let org = conn.actor().org;
    Ok(conn.rows(&LINKED, &[&org])?.iter().map(|row| row.get(0)).collect())
}

/// Where the password of a person of the actor's organisation is; nothing when nowhere, or they are gone from there.
pub fn link(conn: &mut Conn<'_>, person: PersonId) -> Result<Option<Link>> {
    let org = conn.actor().org;
    let Some(row) = conn.row(&LINK, &[&person, &org])? else { return Ok(None) };
    if row.get::<Option<Timestamp>>(1).is_some() {
        return Ok(None);
    }
    Ok(Some(Link { permanent_id: row.get(0), settings: unjson(&row.get::<String>(2)), password: row.get(3) }))
}

/// Who came from a directory with a permanent id.
pub fn follower(conn: &mut Conn<'_>, directory: DirectoryId, permanent_id: &str) -> Result<Option<Follower>> {
    Ok(conn.row(&PERSON, &[&directory, &permanent_id])?.map(|row| Follower {
        person: row.get(0),
        permanent_id: row.get(1),
        hash: row.get(2),
        disabled: row.get(3),
        gone_at: row.get(4),
    }))
}

/// Keeps what was read of somebody.
pub fn put(tx: &mut Tx<'_>, directory: DirectoryId, follower: &Follower) -> Result<()> {
    let org = tx.actor().org;
    let Follower { person, permanent_id, hash, disabled, gone_at } = follower;
    tx.run(&PUT, &[person, &org, &directory, permanent_id, hash, disabled, gone_at])
}

/// Whose logins these are.
pub fn logins(conn: &mut Conn<'_>) -> Result<HashMap<String, PersonId>> {
    let org = conn.actor().org;
    Ok(conn.rows(&LOGINS, &[&org])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// The latest runs of a directory, the newest first.
pub fn runs(conn: &mut Conn<'_>, directory: DirectoryId, most: i64) -> Result<Vec<Run>> {
    let org = conn.actor().org;
    Ok(conn.rows(&RUNS, &[&org, &directory, &most])?.iter().map(read_run).collect())
}

/// A run of the actor's organisation.
pub fn run(conn: &mut Conn<'_>, id: RunId) -> Result<Option<Run>> {
    let org = conn.actor().org;
    Ok(conn.row(&RUN, &[&org, &id])?.as_ref().map(read_run))
}

/// Whether a run of a directory goes on.
pub fn is_on(conn: &mut Conn<'_>, directory: DirectoryId) -> Result<bool> {
    let org = conn.actor().org;
    Ok(conn.row(&RUNS_ON, &[&org, &directory])?.is_some())
}

/// Begins a run.
pub fn insert_run(
    tx: &mut Tx<'_>,
    id: RunId,
    directory: DirectoryId,
    kind: RunKind,
    by: Option<PersonId>,
    allowed: Option<i64>,
) -> Result<()> {
    let (org, now, tick, counts) = (tx.actor().org, tx.now(), tx.tick()?, json(&RunCounts::default()));
    tx.execute(&RUN_INSERT, &[&id, &org, &directory, &word(kind), &by, &allowed, &now, &counts, &tick])?;
    Ok(())
}

/// Saves where a run stands.
pub fn update_run(tx: &mut Tx<'_>, run: &Run) -> Result<()> {
    let (org, now, outcome) = (tx.actor().org, tx.now(), run.outcome.map(word));
    tx.run(&RUN_UPDATE, &[&run.id, &org, &word(run.state), &outcome, &json(&run.counts), &now, &run.ended_at])
}

/// Notes that somebody wants a run to end.
pub fn cancel_run(tx: &mut Tx<'_>, id: RunId) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&RUN_CANCEL, &[&id, &org])
}

/// Ends the runs of all organisations at which nobody has been since a moment.
pub fn give_up_runs(tx: &mut Tx<'_>, untouched_since: Timestamp) -> Result<()> {
    let now = tx.now();
    tx.run(&RUNS_GIVEN_UP, &[&untouched_since, &now])
}

fn beyond(tx: &mut Tx<'_>, directory: DirectoryId, kept: i64) -> Result<List> {
    let rows = tx.rows(&RUNS_BEYOND, &[&directory, &kept])?;
    Ok(List::numbers(rows.iter().map(|row| row.get(0))))
}

/// Forgets what is old: lines of all runs but the latest few, and runs that nobody looks at any more.
pub fn forget_runs(tx: &mut Tx<'_>, directory: DirectoryId) -> Result<()> {
    let lines = beyond(tx, directory, LINES_KEPT)?;
    tx.run(&LINES_DELETE, &[&lines])?;
    let runs = beyond(tx, directory, RUNS_KEPT)?;
    tx.run(&RUNS_DELETE, &[&runs])
}

/// Forgets the lines of a run.
pub fn delete_lines(tx: &mut Tx<'_>, run: RunId) -> Result<()> {
    tx.run(&LINES_DELETE, &[&List::ids([run])])
}

/// Adds lines to a run, the first with a number.
pub fn add_lines(tx: &mut Tx<'_>, run: RunId, first: i64, lines: &[Line]) -> Result<()> {
    let rows = lines.iter().zip(first..).map(|(line, number)| {
        [
            Value::Int(number),
            Value::Text(word(line.sort)),
            line.person.map_or(Value::Null, |person| Value::Int(person.raw())),
            Value::Text(json(&line.shown)),
            line.work.as_ref().map_or(Value::Null, |work| Value::Text(json(work))),
        ]
    });
    tx.run(&LINES_ADD, &[&run, &List::rows(rows)])
}

/// A page of a run's lines.
pub fn lines(
    conn: &mut Conn<'_>,
    run: RunId,
    sort: Option<&str>,
    after: i64,
    limit: usize,
) -> Result<Vec<DirectoryLine>> {
    Ok(conn.rows(&LINES, &[&run, &after, &sort, &limit])?.iter().map(read_line).collect())
}

/// The next things that there are to do in a run, with their numbers and whom they are about.
pub fn work(conn: &mut Conn<'_>, run: RunId, after: i64, most: usize) -> Result<Vec<(i64, Option<PersonId>, Work)>> {
    let rows = conn.rows(&WORK, &[&run, &after, &most])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1), unjson(&row.get::<String>(2)))).collect())
}

/// A line of a run.
pub fn line(conn: &mut Conn<'_>, run: RunId, number: i64) -> Result<Option<DirectoryLine>> {
    Ok(conn.row(&LINE, &[&run, &number])?.as_ref().map(read_line))
}

/// Makes a line a conflict that says why.
pub fn fail_line(tx: &mut Tx<'_>, run: RunId, line: &DirectoryLine) -> Result<()> {
    tx.run(&LINE_FAILED, &[&run, &line.number, &json(&line.shown)])
}

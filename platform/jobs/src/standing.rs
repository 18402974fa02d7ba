//! How the queue fares, and what becomes of jobs that were set aside.

use crate::store;
use db::{Conn, Lock, Tx};
use kernel::{Error, Id, OrgId, Result, Timestamp};

/// The id of a job that was set aside.
pub type AsideId = Id<Aside>;

/// A job that failed as often as it may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Its id.
    pub id: AsideId,
    /// See [`crate::Job::KIND`].
    pub kind: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was tried last.
    pub failed_at: Timestamp,
    /// What it failed with.
    pub error: String,
}

/// How the queue fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How many jobs wait, also for a moment that has not come.
    pub waiting: i64,
    /// Since when the oldest of those whose moment has come could have run; nothing when there is none.
    pub due_since: Option<Timestamp>,
    /// What was set aside, of the organisations asked for.
    pub aside: Vec<Aside>,
    /// How many were set aside of others.
    pub aside_elsewhere: i64,
}

/// How the queue fares, and what was set aside of these organisations.
pub fn standing(conn: &mut Conn<'_>, of: &[OrgId]) -> Result<Standing> {
    let (waiting, due_since) = store::waiting(conn)?;
    let (aside, aside_elsewhere) = store::aside(conn, of)?;
    Ok(Standing { waiting, due_since, aside, aside_elsewhere })
}

/// Runs a job again that was set aside; its kind.
///
/// Errors: not found when none of these organisations' was set aside under this id.
pub fn run_again(tx: &mut Tx<'_>, id: AsideId, of: &[OrgId]) -> Result<String> {
    tx.lock(Lock::Jobs)?;
    store::again(tx, id, of)?.ok_or_else(Error::not_found)
}

/// Forgets a job that was set aside; its kind.
///
/// Errors: not found when none of these organisations' was set aside under this id.
pub fn drop_aside(tx: &mut Tx<'_>, id: AsideId, of: &[OrgId]) -> Result<String> {
    tx.lock(Lock::Jobs)?;
    store::drop_aside(tx, id, of)?.ok_or_else(Error::not_found)
}

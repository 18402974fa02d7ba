use crate::{Aside, AsideId};
use db::{Conn, List, Row, Tx};
use kernel::{Id, OrgId, Result, Timestamp};

db::statements! {
    INSERT = "INSERT INTO job (id, org_id, kind, payload, once, run_at, attempts, leased_until)
        VALUES ($1, $2, $3, $4, $5, $6, 0, 0) ON CONFLICT (once) DO NOTHING";
    RECUR = "INSERT INTO job (id, org_id, kind, payload, once, run_at, attempts, leased_until)
        VALUES ($1, 0, $2, 'null', $3, $4, 0, 0)
        ON CONFLICT (once) DO UPDATE SET run_at = excluded.run_at WHERE job.run_at > excluded.run_at";
    // What runs has looked already: what is enqueued from now on is no longer the same, and runs as well.
    CLAIM = "UPDATE job SET leased_until = $1, attempts = attempts + 1,
            once = CASE WHEN once LIKE 'every:%' THEN once ELSE CAST(id AS TEXT) END
        WHERE id = (SELECT id FROM job WHERE failed_at IS NULL AND run_at <= $2
            AND (leased_until < $2 OR leased_until > $3) ORDER BY run_at, id LIMIT 1)
        RETURNING id, org_id, kind, payload, attempts";
    FREE = "UPDATE job SET leased_until = 0 WHERE leased_until > 0";
    DONE = "DELETE FROM job WHERE id = $1";
    LATER = "UPDATE job SET run_at = $2, leased_until = 0, error = $3 WHERE id = $1";
    WAITING = "SELECT COUNT(*) FROM job WHERE failed_at IS NULL";
    // Those that are due as soon as possible have no moment: the oldest is the one that was enqueued first.
    DUE = "SELECT id, run_at FROM job WHERE failed_at IS NULL AND run_at <= $1 ORDER BY run_at, id LIMIT 1";
    DUE_AT_A_MOMENT = "SELECT id, run_at FROM job WHERE failed_at IS NULL AND run_at > 0 AND run_at <= $1 ORDER BY run_at, id LIMIT 1";
    ASIDE = "SELECT id, kind, attempts, failed_at, error FROM job WHERE failed_at IS NOT NULL AND org_id {in $1} ORDER BY id";
    ASIDE_ELSEWHERE = "SELECT COUNT(*) FROM job WHERE failed_at IS NOT NULL AND NOT org_id {in $1}";
    AGAIN = "UPDATE job SET failed_at = NULL, error = NULL, attempts = 0, run_at = 0, leased_until = 0
        WHERE id = $1 AND org_id {in $2} AND failed_at IS NOT NULL RETURNING kind";
    DROP = "DELETE FROM job WHERE id = $1 AND org_id {in $2} AND failed_at IS NOT NULL RETURNING kind";
    SET_ASIDE = "UPDATE job SET failed_at = $2, error = $3, once = CAST(id AS TEXT) WHERE id = $1";
}

/// A job that this node has to run now.
pub(crate) struct Claimed {
    pub(crate) id: i64,
    pub(crate) org: OrgId,
    pub(crate) kind: String,
    pub(crate) payload: String,
    pub(crate) attempts: i64,
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: i64,
    org: OrgId,
    kind: &str,
    payload: &str,
    once: &str,
    run_at: Timestamp,
) -> Result<()> {
    tx.run(&INSERT, &[&id, &org, &kind, &payload, &once, &run_at])
}

/// Lets a recurring job wait for its next moment; one that was planned for a later one, while the clock was ahead, comes
/// forward.
pub(crate) fn recur(tx: &mut Tx<'_>, id: i64, kind: &str, once: &str, run_at: Timestamp) -> Result<()> {
    tx.execute(&RECUR, &[&id, &kind, &once, &run_at]).map(|_| ())
}

/// Claims a job that is due until a moment; leases that end after `never` hold nothing.
pub(crate) fn claim(tx: &mut Tx<'_>, until: Timestamp, never: Timestamp) -> Result<Option<Claimed>> {
    let now = tx.now();
    Ok(tx.row(&CLAIM, &[&until, &now, &never])?.map(|row| Claimed {
        id: row.get(0),
        org: row.get(1),
        kind: row.get(2),
        payload: row.get(3),
        attempts: row.get(4),
    }))
}

/// Takes every lease away.
pub(crate) fn free(tx: &mut Tx<'_>) -> Result<()> {
    tx.run(&FREE, &[])
}

pub(crate) fn done(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.run(&DONE, &[&id])
}

pub(crate) fn later(tx: &mut Tx<'_>, id: i64, at: Timestamp, error: &str) -> Result<()> {
    tx.run(&LATER, &[&id, &at, &error])
}

pub(crate) fn set_aside(tx: &mut Tx<'_>, id: i64, error: &str) -> Result<()> {
    let now = tx.now();
    tx.run(&SET_ASIDE, &[&id, &now, &error])
}

/// How many wait, and since when the oldest of those that are due could have run.
pub(crate) fn waiting(conn: &mut Conn<'_>) -> Result<(i64, Option<Timestamp>)> {
    let now = conn.now();
    let waiting = conn.one(&WAITING, &[])?.get(0);
    let could_run = |row: Row| {
        let (id, run_at): (Id<()>, Timestamp) = (row.get(0), row.get(1));
        run_at.max(id.made_at())
    };
    let soon = conn.row(&DUE, &[&now])?.map(could_run);
    let planned = conn.row(&DUE_AT_A_MOMENT, &[&now])?.map(could_run);
    Ok((waiting, [soon, planned].into_iter().flatten().min()))
}

/// Those of organisations that were set aside, and how many of others.
pub(crate) fn aside(conn: &mut Conn<'_>, of: &[OrgId]) -> Result<(Vec<Aside>, i64)> {
    let of = List::ids(of.iter().copied());
    let read = |row: &Row| Aside {
        id: row.get(0),
        kind: row.get(1),
        attempts: row.get(2),
        failed_at: row.get(3),
        error: row.get::<Option<String>>(4).unwrap_or_default(),
    };
    let aside = conn.rows(&ASIDE, &[&of])?.iter().map(read).collect();
    Ok((aside, conn.one(&ASIDE_ELSEWHERE, &[&of])?.get(0)))
}

/// Lets one that was set aside wait again; its kind, nothing when there is none.
pub(crate) fn again(tx: &mut Tx<'_>, id: AsideId, of: &[OrgId]) -> Result<Option<String>> {
    Ok(tx.row(&AGAIN, &[&id, &List::ids(of.iter().copied())])?.map(|row| row.get(0)))
}

/// Forgets one that was set aside; its kind, nothing when there is none.
pub(crate) fn drop_aside(tx: &mut Tx<'_>, id: AsideId, of: &[OrgId]) -> Result<Option<String>> {
    Ok(tx.row(&DROP, &[&id, &List::ids(of.iter().copied())])?.map(|row| row.get(0)))
}

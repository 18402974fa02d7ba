use db::Tx;
use kernel::{OrgId, Result, Timestamp};

db::statements! {
    INSERT = "INSERT INTO job (id, org_id, kind, payload, once, run_at, attempts, leased_until)
        VALUES ($1, $2, $3, $4, $5, $6, 0, 0) ON CONFLICT (once) DO NOTHING";
    RECUR = "INSERT INTO job (id, org_id, kind, payload, once, run_at, attempts, leased_until)
        VALUES ($1, 0, $2, 'null', $3, $4, 0, 0)
        ON CONFLICT (once) DO UPDATE SET run_at = excluded.run_at WHERE job.run_at > excluded.run_at";
    CLAIM = "UPDATE job SET leased_until = $1, attempts = attempts + 1
        WHERE id = (SELECT id FROM job WHERE failed_at IS NULL AND run_at <= $2
            AND (leased_until < $2 OR leased_until > $3) ORDER BY run_at, id LIMIT 1)
        RETURNING id, org_id, kind, payload, attempts";
    FREE = "UPDATE job SET leased_until = 0 WHERE leased_until > 0";
    DONE = "DELETE FROM job WHERE id = $1";
    LATER = "UPDATE job SET run_at = $2, leased_until = 0, error = $3 WHERE id = $1";
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

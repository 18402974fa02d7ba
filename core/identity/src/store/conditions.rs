//! What guests agree to, and who has.

use crate::model::conditions::{Agreement, Conditions};
use db::{Conn, List, Row, Tx};
use kernel::{AccountId, PersonId, Result, Timestamp};
use std::collections::HashMap;

macro_rules! conditions {
    ($rest:expr) => {
        concat!(
            "SELECT t.version, t.body, t.created_at, t.author_id, t.holds FROM guest_conditions t WHERE t.org_id = $1 ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO guest_conditions (id, org_id, version, body, author_id, created_at, holds) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    RETIRE = "UPDATE guest_conditions SET holds = FALSE WHERE org_id = $1 AND holds";
    LATEST = conditions!("ORDER BY t.version DESC LIMIT $2");
    COUNTS = "SELECT g.version, CAST(COUNT(*) AS BIGINT) FROM guest_agreement g JOIN account a ON a.id = g.account_id
        WHERE a.org_id = $1 GROUP BY g.version";
    AGREE = "INSERT INTO guest_agreement (account_id, version, agreed_at) VALUES ($1, $2, $3) ON CONFLICT (account_id, version) DO NOTHING";
    AGREED = "SELECT account_id, version, agreed_at FROM guest_agreement WHERE account_id {in $1} ORDER BY version";
    GUESTS = "SELECT o.person_id FROM outsider o JOIN person p ON p.id = o.person_id WHERE o.org_id = $1 AND o.kind <> 'bot' AND p.active";
}

fn read(row: &Row) -> Conditions {
    Conditions {
        version: row.get(0),
        body: row.get(1),
        created_at: row.get(2),
        author_id: row.get(3),
        holds: row.get(4),
    }
}

/// The newest versions of the actor's organisation, the newest first.
pub fn latest(conn: &mut Conn<'_>, limit: usize) -> Result<Vec<Conditions>> {
    let org = conn.actor().org;
    Ok(conn.rows(&LATEST, &[&org, &limit])?.iter().map(read).collect())
}

/// What guests of the actor's organisation agree to today.
pub fn held(conn: &mut Conn<'_>) -> Result<Option<Conditions>> {
    Ok(latest(conn, 1)?.pop().filter(|newest| newest.holds))
}

/// Puts a version in the place of the one before it.
pub fn put(tx: &mut Tx<'_>, version: i64, body: &str) -> Result<()> {
    let (actor, now, id) = (tx.actor(), tx.now(), tx.id::<()>());
    tx.run(&RETIRE, &[&actor.org])?;
    tx.run(&INSERT, &[&id, &actor.org, &version, &body, &actor.person, &now, &!body.is_empty()])
}

/// How many have agreed to each version.
pub fn counts(conn: &mut Conn<'_>) -> Result<HashMap<i64, i64>> {
    let org = conn.actor().org;
    Ok(conn.rows(&COUNTS, &[&org])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Keeps that somebody has agreed to a version. Said twice, the first time counts.
pub fn agree(tx: &mut Tx<'_>, account: AccountId, version: i64) -> Result<()> {
    let now: Timestamp = tx.now();
    tx.run(&AGREE, &[&account, &version, &now])
}

/// The newest version to which each of some accounts has agreed, of those that have to one.
pub fn agreed(conn: &mut Conn<'_>, accounts: &[AccountId]) -> Result<HashMap<AccountId, Agreement>> {
    let rows = conn.rows(&AGREED, &[&List::ids(accounts.iter().copied())])?;
    Ok(rows.iter().map(|row| (row.get(0), Agreement { version: row.get(1), agreed_at: row.get(2) })).collect())
}

/// The guests who are here today.
pub fn guests(conn: &mut Conn<'_>) -> Result<Vec<PersonId>> {
    let org = conn.actor().org;
    Ok(conn.rows(&GUESTS, &[&org])?.iter().map(|row| row.get(0)).collect())
}

//! Shared accounts, PINs, and who is using a session.

use db::{Conn, List, Tx};
use directory::model::{Circle, CircleEntry};
use kernel::{AccountId, PersonId, Result, SessionId, Tick, Timestamp};
use std::collections::{HashMap, HashSet};

db::statements! {
    SHARED_PUT = "INSERT INTO shared_account (account_id, org_id, idle_seconds, tick) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account_id) DO UPDATE SET idle_seconds = excluded.idle_seconds, tick = excluded.tick";
    SHARED_GET = "SELECT idle_seconds, tick FROM shared_account WHERE account_id = $1 AND org_id = $2";
    SHARED_ALL = "SELECT account_id, idle_seconds, tick FROM shared_account WHERE org_id = $1 ORDER BY account_id";
    ENTRIES = "SELECT account_id, person_id, unit_id, title_id FROM shared_entry WHERE account_id {in $1}
        ORDER BY account_id, place";
    ENTRY_INSERT = "INSERT INTO shared_entry (account_id, place, person_id, unit_id, title_id) VALUES ($1, $2, $3, $4, $5)";
    ENTRIES_DELETE = "DELETE FROM shared_entry WHERE account_id = $1";
    STOPPED = "SELECT person_id FROM account WHERE person_id {in $1} AND suspended_at IS NOT NULL";
    PIN_PUT = "INSERT INTO operator_pin (person_id, pin_hash, initial, set_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (person_id) DO UPDATE SET pin_hash = excluded.pin_hash, initial = excluded.initial, set_at = excluded.set_at";
    PIN_GET = "SELECT pin_hash, initial, set_at FROM operator_pin WHERE person_id = $1";
    WITH_PIN = "SELECT person_id FROM operator_pin WHERE person_id {in $1}";
    // From the shared accounts, which are few, and not from all sessions: SQLite follows the order of a CROSS JOIN.
    TURNS = "SELECT s.id, a.person_id FROM shared_account h CROSS JOIN session s JOIN account a ON a.id = s.account_id
        WHERE h.org_id = $2 AND s.account_id = h.account_id AND s.operator_id = $1 ORDER BY s.id";
    USED_BY = "UPDATE session SET operator_id = $2, operator_seen_at = $3 WHERE id = $1";
}

/// What is kept of a shared account besides the account itself.
#[derive(Debug, Clone)]
pub struct Shared {
    /// The account.
    pub account: AccountId,
    /// After how many seconds without use it asks again who is there.
    pub idle_seconds: i64,
    /// Who may use it.
    pub operators: Circle,
    /// The tick of the last change.
    pub tick: Tick,
}

/// A PIN.
pub struct Pin {
    /// A hash like that of a password.
    pub hash: String,
    /// It was given by an administrator.
    pub initial: bool,
    /// Since when.
    pub set_at: Timestamp,
}

/// Makes an account a shared one, or replaces what makes it one.
pub fn put(tx: &mut Tx<'_>, account: AccountId, idle_seconds: i64, operators: &[CircleEntry]) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(&SHARED_PUT, &[&account, &org, &idle_seconds, &tick])?;
    tx.run(&ENTRIES_DELETE, &[&account])?;
    for (place, entry) in operators.iter().enumerate() {
        tx.run(&ENTRY_INSERT, &[&account, &(place as i64), &entry.person_id, &entry.unit_id, &entry.title_id])?;
    }
    Ok(())
}

fn circles(conn: &mut Conn<'_>, accounts: &List) -> Result<HashMap<AccountId, Circle>> {
    let mut circles: HashMap<AccountId, Circle> = HashMap::new();
    for row in conn.rows(&ENTRIES, &[accounts])? {
        let entry = CircleEntry { person_id: row.get(1), unit_id: row.get(2), title_id: row.get(3) };
        circles.entry(row.get(0)).or_default().push(entry);
    }
    Ok(circles)
}

/// What is kept of an account of the actor's organisation, when it is a shared one.
pub fn get(conn: &mut Conn<'_>, account: AccountId) -> Result<Option<Shared>> {
    let org = conn.actor().org;
    let Some(row) = conn.row(&SHARED_GET, &[&account, &org])? else { return Ok(None) };
    let operators = circles(conn, &List::ids([account]))?.remove(&account).unwrap_or_default();
    Ok(Some(Shared { account, idle_seconds: row.get(0), operators, tick: row.get(1) }))
}

/// The shared accounts of the actor's organisation.
pub fn all(conn: &mut Conn<'_>) -> Result<Vec<Shared>> {
    let org = conn.actor().org;
    let rows = conn.rows(&SHARED_ALL, &[&org])?;
    let mut circles = circles(conn, &List::ids(rows.iter().map(|row| row.get::<AccountId>(0))))?;
    let shared = rows.iter().map(|row| {
        let account = row.get(0);
        let operators = circles.remove(&account).unwrap_or_default();
        Shared { account, idle_seconds: row.get(1), operators, tick: row.get(2) }
    });
    Ok(shared.collect())
}

/// Those of some people whose own account an administrator has stopped.
pub fn stopped(conn: &mut Conn<'_>, people: &[PersonId]) -> Result<HashSet<PersonId>> {
    let rows = conn.rows(&STOPPED, &[&List::ids(people.iter().copied())])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Keeps the hash of somebody's PIN.
pub fn put_pin(tx: &mut Tx<'_>, person: PersonId, hash: &str, initial: bool) -> Result<()> {
    let now = tx.now();
    tx.run(&PIN_PUT, &[&person, &hash, &initial, &now])
}

/// Somebody's PIN.
pub fn pin(conn: &mut Conn<'_>, person: PersonId) -> Result<Option<Pin>> {
    let row = conn.row(&PIN_GET, &[&person])?;
    Ok(row.map(|row| Pin { hash: row.get(0), initial: row.get(1), set_at: row.get(2) }))
}

/// Those of some people who have a PIN.
pub fn with_pin(conn: &mut Conn<'_>, people: &[PersonId]) -> Result<HashSet<PersonId>> {
    let rows = conn.rows(&WITH_PIN, &[&List::ids(people.iter().copied())])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Notes who is using a session from now on; nobody for nothing.
pub fn used_by(tx: &mut Tx<'_>, session: SessionId, operator: Option<PersonId>) -> Result<()> {
    let since = operator.map(|_| tx.now());
    tx.run(&USED_BY, &[&session, &operator, &since])
}

/// The sessions of shared accounts that somebody is using, each with the person as whom its account stands among people.
pub fn turns_of(conn: &mut Conn<'_>, operator: PersonId) -> Result<Vec<(SessionId, PersonId)>> {
    let org = conn.actor().org;
    let rows = conn.rows(&TURNS, &[&operator, &org])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

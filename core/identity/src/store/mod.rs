//! Accounts, sessions, devices, failures.

pub mod acting;
pub mod bearers;
pub mod conditions;
pub mod ending;
pub mod factors;
pub mod operators;
pub mod participation;
pub mod passkeys;
pub mod rules;
pub mod tokens;
pub mod usage;
pub mod visits;

pub use bearers::{Bearer, SharedUse, by_session, by_token};

use crate::model::{Account, Session, Settings};
use db::{Conn, List, Row, Tx};
use directory::model::Reach;
use jiff::civil::Date;
use kernel::{AccountId, OrgId, PersonId, Result, Rights, SessionId, Timestamp};

macro_rules! accounts {
    ($rest:expr) => {
        concat!(
            "SELECT a.id, a.org_id, a.person_id, a.login, a.email, a.password_hash, a.must_change, a.rights,
                a.suspended_at, a.settings, a.seen_at, a.own_login FROM account a ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO account (id, org_id, person_id, login, email, password_hash, must_change, rights, settings,
            created_at, tick, own_login)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    UPDATE = "UPDATE account SET login = $3, email = $4, password_hash = $5, must_change = $6, rights = $7,
            suspended_at = $8, settings = $9, tick = $10, own_login = $11
        WHERE id = $1 AND org_id = $2";
    REPLACE_HASHES = "UPDATE account SET password_hash = $3, tick = $4 WHERE org_id + 0 = $1 AND password_hash = $2 AND person_id {in $5}";
    SEEN = "UPDATE account SET seen_at = $2 WHERE id {in $1}";
    GET = accounts!("WHERE a.id = $1");
    OF_PERSON = accounts!("WHERE a.person_id = $1 AND a.org_id = $2");
    OF_PEOPLE = accounts!("WHERE a.person_id {in $1} AND a.org_id + 0 = $2");
    // Whoever has no active post any more cannot sign in, whatever their account says, and a bot never does. Who does not take part yet is told
    // so after the right password.
    BY_LOGIN = accounts!("JOIN person p ON p.id = a.person_id
        WHERE a.id IN (SELECT id FROM account WHERE org_id = $2 AND login = $1
            UNION SELECT id FROM account WHERE org_id = $2 AND email = $1) AND (p.active OR p.outside)
          AND p.employment <> 'bot' ORDER BY a.id");
    // Two look-ups rather than one condition with OR, which would walk all accounts of a city.
    TAKEN = "SELECT COUNT(*) FROM (
            SELECT id FROM account WHERE org_id = $1 AND login IN ($3, $4)
            UNION SELECT id FROM account WHERE email IN ($3, $4) AND org_id = $1) AS taken
        WHERE id <> $2";
    LIST = accounts!("JOIN person p ON p.id = a.person_id WHERE a.org_id = $1
        AND p.folded LIKE $2 ESCAPE '\\' AND (NOT $5 OR p.unit_id {in $6})
        AND (NOT $7 OR a.seen_at IS NULL AND a.suspended_at IS NULL AND p.active) AND a.id > $3 ORDER BY a.id LIMIT $4");
    ADMINISTRATORS_ALL = "SELECT person_id FROM account WHERE org_id = $1 AND rights = 'administrator' AND suspended_at IS NULL
        ORDER BY person_id";
    ADMINISTRATORS = "SELECT COUNT(*) FROM account a JOIN person p ON p.id = a.person_id
        WHERE a.org_id = $1 AND a.rights = 'administrator' AND a.suspended_at IS NULL AND a.id <> $2
          AND (p.left_on IS NULL OR p.left_on >= $3)
          AND NOT EXISTS (SELECT 1 FROM leave l WHERE l.person_id = p.id AND l.valid_from <= $3
            AND (l.valid_to IS NULL OR l.valid_to >= $3))
          AND EXISTS (SELECT 1 FROM post o WHERE o.person_id = p.id AND o.valid_from <= $3
            AND (o.valid_to IS NULL OR o.valid_to >= $3))";
    ADMINISTRATORS_GO = "SELECT DISTINCT l.valid_from FROM leave l JOIN account a ON a.person_id = l.person_id
        WHERE a.org_id = $1 AND a.rights = 'administrator' AND a.suspended_at IS NULL AND a.id <> $2
          AND l.valid_from > $3 AND l.valid_from <= $4 ORDER BY l.valid_from";
    SHARED = accounts!("JOIN shared_account h ON h.account_id = a.id WHERE h.org_id = $1 ORDER BY a.id");
    ANY = "SELECT COUNT(*) FROM organisation";
    WITH_PASSWORD = "SELECT COUNT(*) FROM account a JOIN person p ON p.id = a.person_id
        WHERE a.org_id = $1 AND a.rights = 'administrator' AND a.suspended_at IS NULL AND p.active AND a.password_hash <> $2";
    IN_USE = "SELECT COUNT(*) FROM account a JOIN person p ON p.id = a.person_id WHERE a.suspended_at IS NULL AND NOT p.outside";
    SESSION_INSERT = "INSERT INTO session (id, org_id, account_id, token_hash, device, address, created_at, seen_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7)";
    SESSION_CAME = "UPDATE session SET elsewhere = TRUE WHERE id = $1";
    SESSION_CAME_FROM = "SELECT elsewhere FROM session WHERE id = $1";
    SESSION_VOUCH = "UPDATE session SET vouched = TRUE WHERE id = $1";
    SESSIONS_OF = "SELECT id, device, address, created_at, seen_at FROM session WHERE account_id = $1
        ORDER BY seen_at DESC, id DESC";
    SESSIONS_SEEN = "UPDATE session SET seen_at = CAST($2 AS BIGINT),
            operator_seen_at = CASE WHEN operator_id IS NULL THEN NULL ELSE CAST($2 AS BIGINT) END WHERE id {in $1}";
    SESSION_DELETE = "DELETE FROM session WHERE id = $1 AND account_id = $2";
    SESSIONS_OF_LEAVERS = "SELECT s.id, a.id FROM session s JOIN account a ON a.id = s.account_id
        JOIN person p ON p.id = a.person_id
        WHERE a.org_id = $1 AND (NOT p.active OR p.leave_access = 'none' OR s.token_until <= $2) AND s.id > $3 ORDER BY s.id LIMIT 100";
    SESSIONS_LAPSED = "DELETE FROM session WHERE token_until IS NULL AND (seen_at < $1 OR created_at < $2)";
    DEVICE_PUT = "INSERT INTO known_device (token_hash, account_id, seen_at) VALUES ($1, $2, $3)
        ON CONFLICT (token_hash, account_id) DO UPDATE SET seen_at = excluded.seen_at";
    DEVICE_KNOWN = "SELECT COUNT(*) FROM known_device k JOIN account a ON a.id = k.account_id
        WHERE k.token_hash = $1 AND a.org_id = $3 AND (a.login = $2 OR a.email = $2)";
    FAILURES = "SELECT failures, last_at FROM sign_in_failure WHERE source = $1";
    FAILED = "INSERT INTO sign_in_failure (source, failures, last_at) VALUES ($1, 1, $2)
        ON CONFLICT (source) DO UPDATE SET
            failures = CASE WHEN sign_in_failure.last_at < $3 THEN 1 ELSE sign_in_failure.failures + 1 END,
            last_at = excluded.last_at";
    FAILURES_FORGET = "DELETE FROM sign_in_failure WHERE source = $1";
    FAILURES_LAPSED = "DELETE FROM sign_in_failure WHERE last_at < $1";
}

fn rights_text(rights: Rights) -> &'static str {
    match rights {
        Rights::Member => "member",
        Rights::Administrator => "administrator",
    }
}

fn rights(text: &str) -> Rights {
    match text {
        "member" => Rights::Member,
        "administrator" => Rights::Administrator,
        other => panic!("an account has the rights {other}"),
    }
}

fn read(row: &Row) -> Account {
    Account {
        id: row.get(0),
        org: row.get(1),
        person: row.get(2),
        login: row.get(3),
        email: row.get(4),
        password_hash: row.get(5),
        must_change: row.get(6),
        rights: rights(&row.get::<String>(7)),
        suspended_at: row.get(8),
        settings: serde_json::from_str::<Settings>(&row.get::<String>(9)).unwrap_or_default(),
        seen_at: row.get(10),
        own_login: row.get(11),
    }
}

fn settings_text(settings: &Settings) -> String {
    serde_json::to_string(settings).expect("settings are plain data")
}

/// Adds an account.
pub fn insert(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    let (now, tick) = (tx.now(), tx.tick()?);
    tx.run(
        &INSERT,
        &[
            &account.id,
            &account.org,
            &account.person,
            &account.login,
            &account.email,
            &account.password_hash,
            &account.must_change,
            &rights_text(account.rights),
            &settings_text(&account.settings),
            &now,
            &tick,
            &account.own_login,
        ],
    )?;
    note_rights(tx, account)
}

/// Who administers all takes part whatever is chosen.
fn note_rights(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    directory::store::participation::set_administers(tx, account.person, account.rights == Rights::Administrator)
}

/// Saves a changed account.
pub fn update(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    let tick = tx.tick()?;
    tx.run(
        &UPDATE,
        &[
            &account.id,
            &account.org,
            &account.login,
            &account.email,
            &account.password_hash,
            &account.must_change,
            &rights_text(account.rights),
            &account.suspended_at,
            &settings_text(&account.settings),
            &tick,
            &account.own_login,
        ],
    )?;
    note_rights(tx, account)
}

/// Puts one text in the place of another that is no hash, for some people of the actor's organisation.
pub fn replace_hashes(tx: &mut Tx<'_>, people: &List, old: &str, new: &str) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(&REPLACE_HASHES, &[&org, &old, &new, &tick, people])
}

/// The account with an id, of whatever organisation.
pub fn get(conn: &mut Conn<'_>, id: AccountId) -> Result<Option<Account>> {
    Ok(conn.row(&GET, &[&id])?.as_ref().map(read))
}

/// The accounts of some people of the actor's organisation.
pub fn of_people(conn: &mut Conn<'_>, people: &[PersonId]) -> Result<Vec<Account>> {
    let org = conn.actor().org;
    Ok(conn.rows(&OF_PEOPLE, &[&List::ids(people.iter().copied()), &org])?.iter().map(read).collect())
}

/// The account of a person of the actor's organisation.
pub fn of_person(conn: &mut Conn<'_>, person: PersonId) -> Result<Option<Account>> {
    let org = conn.actor().org;
    Ok(conn.row(&OF_PERSON, &[&person, &org])?.as_ref().map(read))
}

/// Accounts of an organisation that a folded login or address may mean: two when one's login is the other's address.
pub fn by_login(conn: &mut Conn<'_>, org: OrgId, login: &str) -> Result<Vec<Account>> {
    Ok(conn.rows(&BY_LOGIN, &[&login, &org])?.iter().map(read).collect())
}

/// Whether another account of the organisation has the login or the address.
pub fn is_taken(conn: &mut Conn<'_>, org: OrgId, id: AccountId, login: &str, email: Option<&str>) -> Result<bool> {
    let count: i64 = conn.one(&TAKEN, &[&org, &id, &login, &email.unwrap_or(login)])?.get(0);
    Ok(count > 0)
}

/// What a list of accounts is narrowed by.
#[derive(Debug, Clone)]
pub struct Filter {
    /// A `LIKE` pattern over what finds the person.
    pub pattern: String,
    /// Whose record the actor looks after.
    pub reach: Reach,
    /// Only those that may be used and never were.
    pub unused: bool,
}

/// A page of the organisation's accounts.
pub fn list(conn: &mut Conn<'_>, filter: &Filter, after: AccountId, limit: usize) -> Result<Vec<Account>> {
    let (org, units) = (conn.actor().org, filter.reach.units());
    let (is_narrow, within) = (units.is_some(), List::ids(units.into_iter().flatten()));
    let narrowed = conn.rows(&LIST, &[&org, &filter.pattern, &after, &limit, &is_narrow, &within, &filter.unused])?;
    Ok(narrowed.iter().map(read).collect())
}

/// The shared accounts of the actor's organisation.
pub fn shared(conn: &mut Conn<'_>) -> Result<Vec<Account>> {
    let org = conn.actor().org;
    Ok(conn.rows(&SHARED, &[&org])?.iter().map(read).collect())
}

/// How many administrators could sign in on a day without one account.
pub fn other_administrators(conn: &mut Conn<'_>, without: AccountId, day: Date) -> Result<i64> {
    let org = conn.actor().org;
    Ok(conn.one(&ADMINISTRATORS, &[&org, &without, &day.to_string()])?.get(0))
}

/// The days after one and up to another on which an administrator goes on leave, one account left out.
pub fn administrators_go(conn: &mut Conn<'_>, without: AccountId, after: Date, until: Date) -> Result<Vec<Date>> {
    let org = conn.actor().org;
    let rows = conn.rows(&ADMINISTRATORS_GO, &[&org, &without, &after.to_string(), &until.to_string()])?;
    Ok(rows
        .iter()
        .map(|row| row.get::<String>(0).parse().expect("the database holds the days that we wrote"))
        .collect())
}

/// Who administers all of the actor's organisation.
pub fn administrators(conn: &mut Conn<'_>) -> Result<Vec<PersonId>> {
    let org = conn.actor().org;
    Ok(conn.rows(&ADMINISTRATORS_ALL, &[&org])?.iter().map(|row| row.get(0)).collect())
}

/// How many administrators of the actor's organisation can sign in with something else than `nothing`, a text that is no hash.
pub fn administrators_with_password(conn: &mut Conn<'_>, nothing: &str) -> Result<i64> {
    let org = conn.actor().org;
    Ok(conn.one(&WITH_PASSWORD, &[&org, &nothing])?.get(0))
}

/// Whether the deployment has any organisation.
pub fn is_set_up(conn: &mut Conn<'_>) -> Result<bool> {
    Ok(conn.one(&ANY, &[])?.get::<i64>(0) > 0)
}

/// How many accounts may sign in, of all organisations together; those of people who do not take part yet may not.
pub fn in_use(conn: &mut Conn<'_>) -> Result<i64> {
    Ok(conn.one(&IN_USE, &[])?.get(0))
}

/// Opens a session.
pub fn insert_session(
    tx: &mut Tx<'_>,
    account: &Account,
    token_hash: &[u8],
    device: &str,
    address: &str,
) -> Result<SessionId> {
    let (id, now): (SessionId, Timestamp) = (tx.id(), tx.now());
    tx.run(&SESSION_INSERT, &[&id, &account.org, &account.id, &token_hash, &device, &address, &now])?;
    tx.run(&SEEN, &[&List::ids([account.id]), &now])?;
    Ok(id)
}

/// Notes that somebody outside said who it is.
pub fn come_from_elsewhere(tx: &mut Tx<'_>, session: SessionId) -> Result<()> {
    tx.run(&SESSION_CAME, &[&session])
}

/// Whether somebody outside said who it is, for a session that is there.
pub fn came_from_elsewhere(conn: &mut Conn<'_>, session: SessionId) -> Result<bool> {
    Ok(conn.row(&SESSION_CAME_FROM, &[&session])?.is_some_and(|row| row.get(0)))
}

/// Notes that somebody outside answers for the second factor of a session.
pub fn vouch(tx: &mut Tx<'_>, session: SessionId) -> Result<()> {
    tx.run(&SESSION_VOUCH, &[&session])
}

/// The sessions of an account, the most recently used first.
pub fn sessions(conn: &mut Conn<'_>, account: AccountId, current: Option<SessionId>) -> Result<Vec<Session>> {
    let rows = conn.rows(&SESSIONS_OF, &[&account])?;
    Ok(rows
        .iter()
        .map(|row| Session {
            id: row.get(0),
            device: row.get(1),
            address: row.get(2),
            created_at: row.get(3),
            seen_at: row.get(4),
            current: current == Some(row.get(0)),
        })
        .collect())
}

/// Notes that sessions were used, each of one of the accounts.
pub fn touch_sessions(tx: &mut Tx<'_>, sessions: &List, accounts: &List) -> Result<()> {
    let now = tx.now();
    tx.run(&SESSIONS_SEEN, &[sessions, &now])?;
    tx.run(&SEEN, &[accounts, &now])
}

/// Ends a session of an account; false when it has none with this id.
pub fn delete_session(tx: &mut Tx<'_>, account: AccountId, session: SessionId) -> Result<bool> {
    Ok(tx.execute(&SESSION_DELETE, &[&session, &account])? == 1)
}

/// Sessions of people of the actor's organisation who have no post any more, or are on leave and may use nothing, and tokens that are over,
/// with their accounts: the first hundred after one.
pub fn sessions_of_leavers(conn: &mut Conn<'_>, after: SessionId) -> Result<Vec<(SessionId, AccountId)>> {
    let (org, now) = (conn.actor().org, conn.now());
    Ok(conn.rows(&SESSIONS_OF_LEAVERS, &[&org, &now, &after])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Clears away sessions and failures that are over.
pub fn delete_lapsed(tx: &mut Tx<'_>, seen_before: Timestamp, created_before: Timestamp) -> Result<()> {
    tx.run(&SESSIONS_LAPSED, &[&seen_before, &created_before])?;
    tx.run(&FAILURES_LAPSED, &[&seen_before])
}

/// Remembers a device from which an account signed in.
pub fn remember_device(tx: &mut Tx<'_>, token_hash: &[u8], account: AccountId) -> Result<()> {
    let now = tx.now();
    tx.run(&DEVICE_PUT, &[&token_hash, &account, &now])
}

/// Whether an account of an organisation with this login has signed in from a device before.
pub fn knows_device(conn: &mut Conn<'_>, token_hash: &[u8], org: OrgId, login: &str) -> Result<bool> {
    Ok(conn.one(&DEVICE_KNOWN, &[&token_hash, &login, &org])?.get::<i64>(0) > 0)
}

/// Failed attempts of a source, and the last of them.
pub fn failures(conn: &mut Conn<'_>, source: &str) -> Result<(i64, Timestamp)> {
    let row = conn.row(&FAILURES, &[&source])?;
    Ok(row.map_or((0, Timestamp::default()), |row| (row.get(0), row.get(1))))
}

/// Counts a failed attempt; the count begins anew when the last was before `forgiven`.
pub fn count_failure(tx: &mut Tx<'_>, source: &str, forgiven: Timestamp) -> Result<()> {
    let now = tx.now();
    tx.run(&FAILED, &[&source, &now, &forgiven])
}

/// Forgets a source's failures.
pub fn forgive(tx: &mut Tx<'_>, source: &str) -> Result<()> {
    tx.run(&FAILURES_FORGET, &[&source])
}

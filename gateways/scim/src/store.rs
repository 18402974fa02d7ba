//! Tokens, and what SCIM knows of people.

use crate::model::TokenId;
use db::{Conn, List, Row, Tx};
use jiff::civil::Date;
use kernel::{AccountId, OrgId, PersonId, Result, Timestamp};

/// What every statement about people selects, in the order of [`read`]. Shared accounts, guests and bots are no Users: an identity management would
/// stop what it did not make.
macro_rules! known {
    ($rest:expr) => {
        concat!(
            "SELECT a.person_id, a.id, a.login, a.suspended_at, s.user_name, s.external_id, s.number_given, s.removed_at
             FROM account a LEFT JOIN scim_user s ON s.person_id = a.person_id
             WHERE NOT EXISTS (SELECT 1 FROM shared_account h WHERE h.account_id = a.id)
               AND NOT EXISTS (SELECT 1 FROM outsider o WHERE o.person_id = a.person_id) AND ",
            $rest
        )
    };
}

db::statements! {
    TOKENS = "SELECT id, name, made_by, made_at, used_on FROM scim_token WHERE org_id = $1 ORDER BY id";
    TOKEN_COUNT = "SELECT COUNT(*) FROM scim_token WHERE org_id = $1";
    TOKEN_INSERT = "INSERT INTO scim_token (id, org_id, name, token_hash, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)";
    TOKEN_DELETE = "DELETE FROM scim_token WHERE id = $1 AND org_id = $2";
    TOKEN_BY_HASH = "SELECT id, org_id, name, used_on FROM scim_token WHERE token_hash = $1";
    TOKEN_USED = "UPDATE scim_token SET used_on = $2 WHERE id = $1";
    KNOWN_ALL = known!("a.org_id = $1 AND s.removed_at IS NULL ORDER BY a.person_id, a.id");
    // `+ 0`: see `people` in the directory's store.
    KNOWN_OF = known!("a.org_id + 0 = $1 AND a.person_id {in $2} ORDER BY a.person_id, a.id");
    BY_LOGIN = known!("a.org_id = $1 AND a.login = $2");
    BY_EXTERNAL = "SELECT person_id FROM scim_user WHERE org_id = $1 AND external_id = $2";
    PUT = "INSERT INTO scim_user (person_id, org_id, user_name, external_id, number_given, removed_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (person_id) DO UPDATE SET user_name = excluded.user_name, external_id = excluded.external_id,
            number_given = excluded.number_given, removed_at = excluded.removed_at";
}

/// A token as the table has it.
pub struct Kept {
    /// Its id.
    pub id: TokenId,
    /// What it is called.
    pub name: String,
    /// Who made it.
    pub made_by: PersonId,
    /// When.
    pub made_at: Timestamp,
    /// The last day of its use.
    pub used_on: Option<Date>,
}

/// Whom a token opens something for.
pub struct Bearer {
    /// The token.
    pub id: TokenId,
    /// The organisation.
    pub org: OrgId,
    /// What it is called.
    pub name: String,
    /// The last day of its use.
    pub used_on: Option<Date>,
}

/// What SCIM knows of somebody with an account.
#[derive(Debug, Clone)]
pub struct Known {
    /// The person.
    pub person: PersonId,
    /// The account.
    pub account: AccountId,
    /// What it signs in with, folded.
    pub login: String,
    /// Whether an administrator, or a program, has stopped the account.
    pub suspended: bool,
    /// The login as a client typed it.
    pub user_name: Option<String>,
    /// The client's own id.
    pub external_id: Option<String>,
    /// Whether the staff number is shown: not where it was made from the login.
    pub number_given: bool,
    /// Whether a client has removed them.
    pub removed_at: Option<Timestamp>,
}

fn day(text: Option<String>) -> Option<Date> {
    text.map(|text| text.parse().expect("the database holds days"))
}

/// The tokens of the actor's organisation, the oldest first.
pub fn tokens(conn: &mut Conn<'_>) -> Result<Vec<Kept>> {
    let org = conn.actor().org;
    let read = |row: &Row| Kept {
        id: row.get(0),
        name: row.get(1),
        made_by: row.get(2),
        made_at: row.get(3),
        used_on: day(row.get(4)),
    };
    Ok(conn.rows(&TOKENS, &[&org])?.iter().map(read).collect())
}

/// How many tokens the actor's organisation has.
pub fn count_tokens(conn: &mut Conn<'_>) -> Result<i64> {
    let org = conn.actor().org;
    Ok(conn.one(&TOKEN_COUNT, &[&org])?.get(0))
}

/// Adds a token.
pub fn insert_token(tx: &mut Tx<'_>, id: TokenId, name: &str, token_hash: &[u8]) -> Result<()> {
    let (actor, now) = (tx.actor(), tx.now());
    tx.execute(&TOKEN_INSERT, &[&id, &actor.org, &name, &token_hash, &actor.person, &now])?;
    Ok(())
}

/// Removes a token; false when the organisation has none with this id.
pub fn delete_token(tx: &mut Tx<'_>, id: TokenId) -> Result<bool> {
    let org = tx.actor().org;
    Ok(tx.execute(&TOKEN_DELETE, &[&id, &org])? == 1)
}

/// Whose a token is, of whatever organisation.
pub fn by_hash(conn: &mut Conn<'_>, token_hash: &[u8]) -> Result<Option<Bearer>> {
    let row = conn.row(&TOKEN_BY_HASH, &[&token_hash])?;
    Ok(row.map(|row| Bearer { id: row.get(0), org: row.get(1), name: row.get(2), used_on: day(row.get(3)) }))
}

/// Notes the last day of a token's use.
pub fn note_use(tx: &mut Tx<'_>, id: TokenId, on: Date) -> Result<()> {
    tx.run(&TOKEN_USED, &[&id, &on.to_string()])
}

fn read(row: &Row) -> Known {
    Known {
        person: row.get(0),
        account: row.get(1),
        login: row.get(2),
        suspended: row.get::<Option<Timestamp>>(3).is_some(),
        user_name: row.get(4),
        external_id: row.get(5),
        number_given: row.get::<Option<bool>>(6).unwrap_or(true),
        removed_at: row.get(7),
    }
}

/// Everybody of the actor's organisation who has an account and was not removed, in the order of ids; or those of some ids, who may
/// have been removed.
pub fn known(conn: &mut Conn<'_>, of: Option<&[PersonId]>) -> Result<Vec<Known>> {
    let org = conn.actor().org;
    let rows = match of {
        Some(ids) => conn.rows(&KNOWN_OF, &[&org, &List::ids(ids.iter().copied())])?,
        None => conn.rows(&KNOWN_ALL, &[&org])?,
    };
    let mut all: Vec<Known> = rows.iter().map(read).collect();
    all.dedup_by_key(|known| known.person);
    Ok(all)
}

/// Who signs in with a folded login, even if they were removed.
pub fn by_login(conn: &mut Conn<'_>, login: &str) -> Result<Option<Known>> {
    let org = conn.actor().org;
    Ok(conn.row(&BY_LOGIN, &[&org, &login])?.as_ref().map(read))
}

/// Who has a client's own id.
pub fn by_external_id(conn: &mut Conn<'_>, external_id: &str) -> Result<Vec<PersonId>> {
    let org = conn.actor().org;
    Ok(conn.rows(&BY_EXTERNAL, &[&org, &external_id])?.iter().map(|row| row.get(0)).collect())
}

/// Keeps what SCIM knows of somebody.
pub fn put(tx: &mut Tx<'_>, known: &Known) -> Result<()> {
    let org = tx.actor().org;
    let user_name = known.user_name.as_ref().unwrap_or(&known.login);
    tx.run(&PUT, &[&known.person, &org, user_name, &known.external_id, &known.number_given, &known.removed_at])
}

use crate::model::{Entry, OPERATOR, Order, Record, Subject, Wanted};
use db::{Conn, Tx};
use kernel::{AccountId, Id, OrgId, PersonId, Result, Timestamp};

macro_rules! rows {
    ($rest:expr) => {
        concat!(
            "SELECT id, at, act, account_id, person_id, subject, subject_name, detail, address, seq, hash FROM audit ",
            $rest
        )
    };
}

/// Records beyond an id, of what is asked for; a text is looked for as it was typed and in small letters.
macro_rules! found {
    ($beyond:literal, $order:literal) => {
        concat!(
            "SELECT id, at, act, person_id, subject, detail, address, subject_name FROM audit WHERE org_id = $1 AND ",
            $beyond,
            " AND (CAST($3 AS TEXT) IS NULL OR act = $3) AND (CAST($4 AS BIGINT) IS NULL OR person_id = $4 OR detail LIKE $9)
              AND (CAST($5 AS BIGINT) IS NULL OR at >= $5) AND (CAST($6 AS BIGINT) IS NULL OR at < $6)
              AND (CAST($7 AS TEXT) IS NULL
                OR subject_name || ' ' || subject || ' ' || detail || ' ' || address LIKE $7 ESCAPE '\\'
                OR LOWER(subject_name || ' ' || subject || ' ' || detail || ' ' || address) LIKE $8 ESCAPE '\\')
            ORDER BY id ",
            $order,
            " LIMIT $10"
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO audit (id, org_id, at, act, account_id, person_id, subject, subject_name, detail, address, seq, hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    HEAD = "SELECT seq, hash FROM audit WHERE org_id = $1 AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1";
    CHAINED = rows!("WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT $3");
    UNCHAINED = rows!("WHERE org_id = $1 AND seq IS NULL AND id > $2 ORDER BY id LIMIT $3");
    NEWEST = found!("id < $2", "DESC");
    OLDEST = found!("id > $2", "ASC");
}

/// A record as the table has it, its place in the chain aside.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: Id<Entry>,
    pub(crate) org: OrgId,
    pub(crate) at: Timestamp,
    pub(crate) act: String,
    pub(crate) account: Option<AccountId>,
    pub(crate) person: Option<PersonId>,
    pub(crate) subject: Subject,
    /// JSON.
    pub(crate) detail: String,
    pub(crate) address: String,
}

/// A record and its place in the chain.
pub(crate) struct Chained {
    pub(crate) row: Row,
    /// Nothing for records from before there was a chain.
    pub(crate) seq: Option<i64>,
    pub(crate) hash: String,
}

impl Row {
    /// An act of the transaction's actor, now.
    pub(crate) fn new(tx: &Tx<'_>, record: &Record<'_>) -> Self {
        // PostgreSQL keeps no NUL, and what is kept is what is hashed.
        let kept = |text: &str| text.replace('\0', "\u{fffd}");
        let actor = tx.actor();
        let mut detail = record.detail.clone();
        if let (Some(operator), serde_json::Value::Object(fields)) = (actor.operator, &mut detail) {
            fields.insert(OPERATOR.to_owned(), serde_json::json!(operator));
        }
        Self {
            id: tx.id(),
            org: actor.org,
            at: tx.now(),
            act: record.act.to_owned(),
            account: (actor.account.raw() != 0).then_some(actor.account),
            person: (actor.person.raw() != 0).then_some(actor.person),
            subject: Subject { id: kept(&record.subject.id), name: kept(&record.subject.name) },
            detail: detail.to_string(),
            address: kept(record.address),
        }
    }
}

/// Adds a record at a place of the chain.
pub(crate) fn insert(tx: &mut Tx<'_>, row: &Row, seq: i64, hash: &str) -> Result<()> {
    let Row { id, org, at, act, account, person, subject, detail, address } = row;
    tx.run(
        &INSERT,
        &[id, org, at, act, account, person, &subject.id, &subject.name, detail, address, &seq, &hash.to_owned()],
    )
}

/// The number and hash of an organisation's newest record.
pub(crate) fn head(conn: &mut Conn<'_>, org: OrgId) -> Result<Option<(i64, String)>> {
    Ok(conn.row(&HEAD, &[&org])?.map(|row| (row.get(0), row.get(1))))
}

/// Records of the chain above a number, in their order.
pub(crate) fn chained(conn: &mut Conn<'_>, org: OrgId, after: i64, limit: usize) -> Result<Vec<Chained>> {
    Ok(conn.rows(&CHAINED, &[&org, &after, &limit])?.iter().map(|row| chained_row(org, row)).collect())
}

/// Records from before the chain after an id, in the order of ids.
pub(crate) fn unchained(conn: &mut Conn<'_>, org: OrgId, after: Id<Entry>, limit: usize) -> Result<Vec<Chained>> {
    Ok(conn.rows(&UNCHAINED, &[&org, &after, &limit])?.iter().map(|row| chained_row(org, row)).collect())
}

fn chained_row(org: OrgId, row: &db::Row) -> Chained {
    Chained {
        row: Row {
            org,
            id: row.get(0),
            at: row.get(1),
            act: row.get(2),
            account: row.get(3),
            person: row.get(4),
            subject: Subject { id: row.get(5), name: row.get(6) },
            detail: row.get(7),
            address: row.get(8),
        },
        seq: row.get(9),
        hash: row.get::<Option<String>>(10).unwrap_or_default(),
    }
}

/// The organisation's records that are wanted, in their order, from after an id in that order.
pub fn list(conn: &mut Conn<'_>, wanted: &Wanted, after: Option<Id<Entry>>, limit: usize) -> Result<Vec<Entry>> {
    let Wanted { order, act, person, from, until, holds } = wanted;
    let org = conn.actor().org;
    let (statement, start) = match order {
        Order::Newest => (&NEWEST, i64::MAX),
        Order::Oldest => (&OLDEST, 0),
    };
    let after = after.unwrap_or(Id::from_raw(start));
    let pattern = holds.as_deref().map(|text| format!("%{}%", escaped(text)));
    let small = pattern.as_deref().map(str::to_lowercase);
    let operated = person.map(|person| format!("%\"{OPERATOR}\":\"{person}\"%"));
    let about: [&dyn db::ToValue; 10] = [&org, &after, act, person, from, until, &pattern, &small, &operated, &limit];
    Ok(conn.rows(statement, &about)?.iter().map(entry).collect())
}

/// A text that a pattern takes for itself.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn entry(row: &db::Row) -> Entry {
    Entry {
        id: row.get(0),
        at: row.get(1),
        act: row.get(2),
        person: row.get(3),
        subject: Subject { id: row.get(4), name: row.get(7) },
        detail: shown(row.get(5)),
        address: row.get(6),
    }
}

/// Details as they are read: shown even if somebody has altered them since.
fn shown(detail: String) -> serde_json::Value {
    serde_json::from_str(&detail).unwrap_or(serde_json::Value::String(detail))
}

impl From<Row> for Entry {
    fn from(row: Row) -> Self {
        let Row { id, at, act, person, subject, detail, address, .. } = row;
        Self { id, at, act, person, subject, detail: shown(detail), address }
    }
}

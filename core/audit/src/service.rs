//! The chain of records, and the check that it is whole.

use crate::model::{Entry, Record, Subject};
use crate::store::{self, Chained, Row};
use db::{Conn, Lock, Tx};
use kernel::{Id, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The act of a record that speaks for those from before the chain.
const BEGAN: &str = "audit.chain_began";
/// Records checked at a time; in between others may read.
const PAGE: usize = 1_000;

/// The newest record of a chain: whoever has noted it somewhere else can tell later that nothing before it was written anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Head {
    /// The record's number, from one on.
    pub number: i64,
    /// Its hash, in hexadecimal.
    pub hash: String,
}

/// What was done to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It does not say any more what it said when it was written.
    Altered,
    /// It is not there any more.
    Missing,
    /// It was put in afterwards.
    Added,
    /// It and all after it were written anew: when it was noted it had another hash.
    Rewritten,
}

/// The first record that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Break {
    /// Its number; zero for one from before the chain.
    pub number: i64,
    /// What was done to it.
    pub fault: Fault,
    /// When it says that it was written; nothing for one that is missing.
    pub at: Option<Timestamp>,
    /// The act that it tells of, as it says now; empty for one that is missing.
    pub act: String,
}

/// A check of an organisation's records, from the oldest to the newest, in as many steps as it takes.
#[derive(Debug, Clone)]
pub struct Check {
    noted: Option<Head>,
    /// Number and hash of the last record that was good.
    reached: (i64, String),
    /// What the first record says of those from before the chain: how many, and the hash of the last.
    before: (i64, String),
    old: Option<Old>,
    broken: Option<Break>,
    done: bool,
}

/// How far those from before the chain were read.
#[derive(Debug, Clone)]
struct Old {
    count: i64,
    hash: String,
    last: Id<Entry>,
}

impl Old {
    fn new() -> Self {
        Self { count: 0, hash: String::new(), last: Id::from_raw(0) }
    }

    fn take(&mut self, row: &Row) {
        self.count += 1;
        self.hash = link(&self.hash, self.count, row);
        self.last = row.id;
    }
}

/// The hash of a record at its place, from the hash of the one before it and all that it says.
fn link(before: &str, number: i64, row: &Row) -> String {
    let Row { id, org, at, act, account, person, subject, detail, address } = row;
    let said = serde_json::json!([
        before,
        number,
        id.raw(),
        org.raw(),
        at.micros(),
        act,
        account.map(Id::raw),
        person.map(Id::raw),
        subject.id,
        subject.name,
        detail,
        address,
    ]);
    Sha256::digest(said.to_string()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A record of the chain, with its place in it.
#[derive(Debug, Clone)]
pub struct Numbered {
    /// Its number and hash.
    pub head: Head,
    /// What it says.
    pub entry: Entry,
}

/// The records of the actor's organisation above a number, in their order. Those from before the chain are not among them.
pub fn chain(conn: &mut Conn<'_>, after: i64, limit: usize) -> Result<Vec<Numbered>> {
    let org = conn.actor().org;
    let chained = store::chained(conn, org, after, limit)?.into_iter().map(|Chained { row, seq, hash }| Numbered {
        head: Head { number: seq.unwrap_or_default(), hash },
        entry: row.into(),
    });
    Ok(chained.collect())
}

/// The newest record of the actor's organisation; nothing when there is none.
pub fn head(conn: &mut Conn<'_>) -> Result<Option<Head>> {
    let org = conn.actor().org;
    Ok(store::head(conn, org)?.map(|(number, hash)| Head { number, hash }))
}

/// Remembers an act of the transaction's actor, as they are now. It is written when all else of the transaction is.
pub fn record(tx: &mut Tx<'_>, record: &Record<'_>) -> Result<()> {
    let row = Row::new(tx, record);
    tx.at_last(move |tx| append(tx, row));
    Ok(())
}

/// Adds a record to the end of its organisation's chain.
fn append(tx: &mut Tx<'_>, row: Row) -> Result<()> {
    tx.lock(Lock::Audit(row.org))?;
    let (number, hash) = match store::head(tx, row.org)? {
        Some(head) => head,
        None => begin(tx, &row)?,
    };
    let hash = link(&hash, number + 1, &row);
    store::insert(tx, &row, number + 1, &hash)
}

/// Begins a chain; where there are records without one, with a record that speaks for them.
fn begin(tx: &mut Tx<'_>, first: &Row) -> Result<(i64, String)> {
    let mut old = Old::new();
    loop {
        let page = store::unchained(tx, first.org, old.last, PAGE)?;
        page.iter().for_each(|chained| old.take(&chained.row));
        if page.len() < PAGE {
            break;
        }
    }
    if old.count == 0 {
        return Ok((0, String::new()));
    }
    let detail = serde_json::json!({ "records": old.count, "hash": old.hash });
    let mut row = Row::new(tx, &Record { act: BEGAN, subject: Subject::default(), detail, address: "" });
    (row.org, row.account, row.person) = (first.org, None, None);
    let hash = link("", 1, &row);
    store::insert(tx, &row, 1, &hash)?;
    Ok((1, hash))
}

impl Check {
    /// A check of the actor's organisation; with a head that was noted, also that nothing up to there was written anew.
    pub fn new(noted: Option<Head>) -> Self {
        Self { noted, reached: (0, String::new()), before: (0, String::new()), old: None, broken: None, done: false }
    }

    /// Whether all is checked that there was.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// How many records were good.
    pub fn good(&self) -> i64 {
        self.reached.0 + self.old.as_ref().map_or(0, |old| old.count)
    }

    /// The newest record; nothing when there is none, or one before it is not as it was.
    pub fn head(&self) -> Option<Head> {
        let whole = self.broken.is_none() && self.reached.0 > 0;
        whole.then(|| Head { number: self.reached.0, hash: self.reached.1.clone() })
    }

    /// The first record that is not as it was.
    pub fn broken(&self) -> Option<&Break> {
        self.broken.as_ref()
    }

    /// Goes on by a page.
    pub fn step(&mut self, conn: &mut Conn<'_>) -> Result<()> {
        let org = conn.actor().org;
        let Some(mut old) = self.old.take() else {
            let page = store::chained(conn, org, self.reached.0, PAGE)?;
            self.broken = page.iter().find_map(|chained| self.follow(chained));
            if self.broken.is_none() && page.len() < PAGE {
                self.broken = self.unreached();
                self.old = Some(Old::new());
            }
            self.done = self.broken.is_some();
            return Ok(());
        };
        let page = store::unchained(conn, org, old.last, PAGE)?;
        for chained in &page {
            old.take(&chained.row);
            if old.count > self.before.0 {
                self.broken = Some(broken(0, Fault::Added, &chained.row));
                self.done = true;
                return Ok(());
            }
        }
        if page.len() < PAGE {
            self.done = true;
            if (old.count, &old.hash) != (self.before.0, &self.before.1) {
                let fault = if old.count < self.before.0 { Fault::Missing } else { Fault::Altered };
                self.broken = Some(Break { number: 0, fault, at: None, act: String::new() });
            }
        }
        self.old = Some(old);
        Ok(())
    }

    /// Takes the next record of the chain; gives what is wrong with it.
    fn follow(&mut self, chained: &Chained) -> Option<Break> {
        let (number, row) = (self.reached.0 + 1, &chained.row);
        if chained.seq != Some(number) {
            return Some(Break { number, fault: Fault::Missing, at: None, act: String::new() });
        }
        if chained.hash != link(&self.reached.1, number, row) {
            return Some(broken(number, Fault::Altered, row));
        }
        if self.noted.as_ref().is_some_and(|noted| noted.number == number && noted.hash != chained.hash) {
            return Some(broken(number, Fault::Rewritten, row));
        }
        if number == 1 && row.act == BEGAN {
            let detail: serde_json::Value = serde_json::from_str(&row.detail).unwrap_or_default();
            let hash = detail["hash"].as_str().unwrap_or_default().to_owned();
            self.before = (detail["records"].as_i64().unwrap_or_default(), hash);
        }
        self.reached = (number, chained.hash.clone());
        None
    }

    /// The record after the last, when one further on was noted.
    fn unreached(&self) -> Option<Break> {
        let missing = self.noted.as_ref().is_some_and(|noted| noted.number > self.reached.0);
        missing.then(|| Break { number: self.reached.0 + 1, fault: Fault::Missing, at: None, act: String::new() })
    }
}

fn broken(number: i64, fault: Fault, row: &Row) -> Break {
    Break { number, fault, at: Some(row.at), act: row.act.clone() }
}

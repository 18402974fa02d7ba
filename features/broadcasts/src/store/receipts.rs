//! Who has read broadcasts.

use crate::model::{BroadcastId, Counts, Order, Stage};
use crate::store::recipients::away;
use crate::store::{unword, word};
use db::{Conn, List, Row};
use directory::model::UnitId;
use kernel::{PersonId, Result, Timestamp};
use std::collections::HashMap;

/// What is counted; done is who is waited for no more.
macro_rules! counts {
    () => {
        concat!(
            "COUNT(*), COUNT(*) FILTER (WHERE NOT r.pending), COUNT(*) FILTER (WHERE r.pending AND r.read_at IS NOT NULL),
             COUNT(*) FILTER (WHERE r.pending AND ",
            away!(),
            ") FROM broadcast_recipient r JOIN person p ON p.id = r.person_id"
        )
    };
}

macro_rules! stage {
    () => {
        concat!("CASE WHEN NOT r.pending THEN 'done' WHEN ", away!(), " THEN 'away' ELSE 'waiting' END")
    };
}

/// A page of recipients: `$3` of which stage, `$4` of which section, zero for those in none.
macro_rules! people {
    ($keyset_and_order:expr) => {
        concat!(
            "SELECT r.person_id, ",
            stage!(),
            ", r.read_at, r.confirmed_at, r.operator_id, r.reminded_at, p.extension, p.staff_number, r.section_id,
                p.sort_key, p.rank, p.unit_path
            FROM broadcast_recipient r JOIN person p ON p.id = r.person_id
            WHERE r.broadcast_id = $1 AND (CAST($3 AS TEXT) IS NULL OR ",
            stage!(),
            " = $3) AND (CAST($4 AS BIGINT) IS NULL OR COALESCE(r.section_id, 0) = $4) AND ",
            $keyset_and_order
        )
    };
}

db::statements! {
    OF_MANY = concat!("SELECT r.broadcast_id, ", counts!(), " WHERE r.broadcast_id {in $1} GROUP BY r.broadcast_id");
    OF_SECTIONS = concat!("SELECT r.section_id, ", counts!(), " WHERE r.broadcast_id = $1 GROUP BY r.section_id");
    BY_READING = people!("(p.sort_key, p.id) > ($5, $6) ORDER BY p.sort_key, p.id LIMIT $7");
    BY_UNIT = people!("(p.unit_path, p.rank, p.sort_key, p.id) > ($8, $9, $5, $6)
        ORDER BY p.unit_path, p.rank, p.sort_key, p.id LIMIT $7");
}

fn read_counts(row: &Row) -> Counts {
    Counts { total: row.get(1), done: row.get(2), read: row.get(3), away: row.get(4) }
}

/// How some broadcasts are read.
pub fn of_many(conn: &mut Conn<'_>, ids: &[BroadcastId]) -> Result<HashMap<BroadcastId, Counts>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let now = conn.now();
    let rows = conn.rows(&OF_MANY, &[&List::ids(ids.iter().copied()), &now])?;
    Ok(rows.iter().map(|row| (row.get(0), read_counts(row))).collect())
}

/// How a broadcast is read in each section.
pub fn of_sections(conn: &mut Conn<'_>, id: BroadcastId) -> Result<HashMap<Option<UnitId>, Counts>> {
    let now = conn.now();
    Ok(conn.rows(&OF_SECTIONS, &[&id, &now])?.iter().map(|row| (row.get(0), read_counts(row))).collect())
}

/// A recipient, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// Who.
    pub person: PersonId,
    /// How far they are.
    pub stage: Stage,
    /// When they read it first.
    pub read_at: Option<Timestamp>,
    /// When they said that they have.
    pub confirmed_at: Option<Timestamp>,
    /// Of a shared account: who said it.
    pub operator: Option<PersonId>,
    /// When they were reminded last.
    pub reminded_at: Option<Timestamp>,
    /// Their telephone extension.
    pub extension: Option<String>,
    /// Their number.
    pub staff_number: String,
    /// Their section when it was sent.
    pub section: Option<UnitId>,
    /// Where they stand in lists.
    pub key: Key,
}

/// Where a page of recipients begins.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Key {
    unit_path: String,
    rank: i64,
    sort_key: Vec<u8>,
    id: PersonId,
}

impl Key {
    /// Before everybody.
    pub fn start() -> Self {
        Self { unit_path: String::new(), rank: -1, sort_key: Vec::new(), id: PersonId::from_raw(-1) }
    }
}

fn read_stand(row: &Row) -> Stand {
    let person: PersonId = row.get(0);
    Stand {
        person,
        stage: unword(row.get(1)),
        read_at: row.get(2),
        confirmed_at: row.get(3),
        operator: row.get(4),
        reminded_at: row.get(5),
        extension: row.get(6),
        staff_number: row.get(7),
        section: row.get(8),
        key: Key { sort_key: row.get(9), rank: row.get(10), unit_path: row.get(11), id: person },
    }
}

/// Which recipients are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Those who are that far.
    pub stage: Option<Stage>,
    /// Those of a section when it was sent; zero for those who were in none.
    pub section: Option<i64>,
    /// In which order.
    pub order: Order,
}

/// A page of recipients.
pub fn page(conn: &mut Conn<'_>, id: BroadcastId, wanted: &Wanted, after: &Key, limit: usize) -> Result<Vec<Stand>> {
    let (now, stage) = (conn.now(), wanted.stage.map(word));
    let mut params: Vec<&dyn db::ToValue> =
        vec![&id, &now, &stage, &wanted.section, &after.sort_key, &after.id, &limit];
    let statement = match wanted.order {
        Order::Reading => &BY_READING,
        Order::Unit => {
            params.extend([&after.unit_path as &dyn db::ToValue, &after.rank]);
            &BY_UNIT
        }
    };
    Ok(conn.rows(statement, &params)?.iter().map(read_stand).collect())
}

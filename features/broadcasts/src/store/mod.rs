//! The SQL of broadcasts: every statement once, in the subset that both engines run alike.

pub mod audience;
pub mod files;
pub mod lists;
pub mod receipts;
pub mod recipients;
pub mod replies;

use crate::model::{AsPost, BroadcastId, Document, LeftOut, State, Words};
use crate::policy::Change;
use db::{Conn, List, Row, Sql, Tx, Value};
use directory::model::{TitleId, UnitId};
use kernel::{Id, May, PersonId, Result, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// Every statement, for the test that prepares them on both engines.
pub const ALL_STATEMENTS: &[&[Sql]] = &[
    STATEMENTS,
    audience::STATEMENTS,
    files::STATEMENTS,
    lists::STATEMENTS,
    receipts::STATEMENTS,
    recipients::STATEMENTS,
    replies::STATEMENTS,
];

macro_rules! broadcasts {
    ($condition:expr) => {
        concat!(
            "SELECT id, author_id, post_unit_id, post_title_id, post_name, title, body, audience, must_read, confirm_by, remind_at,
                replies, state, send_at, sent_at, trouble, consented_by, consented_at, refused_why, withdrawn_by, withdrawn_at,
                withdrawn_why, total, done, beyond, barred, reminders, reminded_at, created_at, tick, ends_at
            FROM broadcast WHERE org_id = $1 AND ",
            $condition
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO broadcast (id, org_id, author_id, post_unit_id, post_title_id, post_name, title, body, audience, must_read,
            confirm_by, remind_at, replies, state, total, done, beyond, barred, reminders, created_at, tick, ends_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'draft', 0, 0, 0, 0, 0, $14, $15, $16)";
    UPDATE = "UPDATE broadcast SET post_unit_id = $3, post_title_id = $4, post_name = $5, title = $6, body = $7, audience = $8,
            must_read = $9, confirm_by = $10, remind_at = $11, replies = $12, state = $13, send_at = $14, sent_at = $15,
            trouble = $16, consented_by = $17, consented_at = $18, refused_why = $19, withdrawn_by = $20, withdrawn_at = $21,
            withdrawn_why = $22, total = $23, done = $24, beyond = $25, barred = $26, reminders = $27, reminded_at = $28, tick = $29,
            ends_at = $30
        WHERE id = $1 AND org_id = $2";
    DELETE = "DELETE FROM broadcast WHERE id = $1 AND org_id = $2";
    GET = broadcasts!("id = $2");
    BY_IDS = broadcasts!("id {in $2}");
    TAKEN = "SELECT id FROM broadcast WHERE id = $1";
    BY_AUTHOR = broadcasts!("author_id = $2 AND id < $3 AND state {in_text $4} ORDER BY id DESC LIMIT $5");
    BY_POST = broadcasts!("post_unit_id {in $2} AND id < $3 AND state {in_text $4} AND state <> 'draft'
        AND EXISTS (SELECT 1 FROM {each $6 AS h: unit BIGINT, title BIGINT}
            WHERE h.unit = post_unit_id AND h.title = post_title_id)
        ORDER BY id DESC LIMIT $5");
    ANY_OWN = "SELECT id FROM broadcast WHERE org_id = $1 AND author_id = $2 LIMIT 1";
    ANY_OF_OFFICES = "SELECT id FROM broadcast WHERE org_id = $1 AND post_unit_id {in $2} AND state <> 'draft'
        AND EXISTS (SELECT 1 FROM {each $3 AS h: unit BIGINT, title BIGINT} WHERE h.unit = post_unit_id AND h.title = post_title_id)
        LIMIT 1";
    BY_ORG = broadcasts!("id < $2 AND state {in_text $3} AND state <> 'draft' ORDER BY id DESC LIMIT $4");
    WAITING = broadcasts!("state = 'waiting' AND author_id <> $2 AND id > $3 ORDER BY id LIMIT $4");
    WAITING_COUNT = "SELECT COUNT(*) FROM broadcast WHERE org_id = $1 AND state = 'waiting' AND author_id <> $2";
    OLD = broadcasts!("sent_at IS NOT NULL AND sent_at < $2 AND state IN ('sent', 'withdrawn') ORDER BY sent_at, id LIMIT $3");
}

pub(crate) fn word(thing: impl Serialize) -> String {
    match serde_json::to_value(thing) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a kind is a word, not {other:?}"),
    }
}

pub(crate) fn unword<T: DeserializeOwned>(text: String) -> T {
    serde_json::from_value(serde_json::Value::String(text)).expect("the database holds known kinds")
}

pub(crate) fn json(thing: &impl Serialize) -> String {
    serde_json::to_string(thing).expect("plain data")
}

pub(crate) fn unjson<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("the database holds what was written")
}

fn read(row: &Row) -> Document {
    let post = |name: String| {
        let unit: Option<UnitId> = row.get(2);
        unit.map(|unit| AsPost { unit, title: row.get(3), name })
    };
    let consented = |by: PersonId| row.get::<Option<Timestamp>>(17).map(|at| (by, at));
    let withdrawn = |by: PersonId| {
        let at: Option<Timestamp> = row.get(20);
        at.map(|at| (by, at, row.get::<Option<String>>(21).unwrap_or_default()))
    };
    Document {
        id: row.get(0),
        author: row.get(1),
        post: row.get::<Option<String>>(4).and_then(post),
        words: Words {
            title: row.get(5),
            body: row.get(6),
            audience: unjson(&row.get::<String>(7)),
            must_read: row.get(8),
            confirm_by: row.get(9),
            remind_at: row.get(10),
            ends_at: row.get(30),
            replies: unword(row.get(11)),
        },
        state: unword(row.get(12)),
        send_at: row.get(13),
        sent_at: row.get(14),
        trouble: row.get::<Option<String>>(15).map(unword),
        consented: row.get::<Option<PersonId>>(16).and_then(consented),
        refused_why: row.get(18),
        withdrawn: row.get::<Option<PersonId>>(19).and_then(withdrawn),
        total: row.get(22),
        done: row.get(23),
        left_out: LeftOut { beyond: row.get(24), barred: row.get(25) },
        reminders: row.get(26),
        reminded_at: row.get(27),
        created_at: row.get(28),
        tick: row.get(29),
    }
}

/// Adds a draft.
pub fn insert(tx: &mut Tx<'_>, draft: &Document) -> Result<()> {
    let (org, tick, words) = (tx.actor().org, tx.tick()?, &draft.words);
    let post = draft.post.as_ref();
    tx.run(
        &INSERT,
        &[
            &draft.id,
            &org,
            &draft.author,
            &post.map(|post| post.unit),
            &post.and_then(|post| post.title),
            &post.map(|post| &post.name),
            &words.title,
            &words.body,
            &json(&words.audience),
            &words.must_read,
            &words.confirm_by,
            &words.remind_at,
            &word(words.replies),
            &draft.created_at,
            &tick,
            &words.ends_at,
        ],
    )
}

/// Saves a changed broadcast.
pub fn update(tx: &mut Tx<'_>, document: &May<Change, Document>) -> Result<()> {
    let (org, tick, words) = (tx.actor().org, tx.tick()?, &document.words);
    let (post, withdrawn) = (document.post.as_ref(), document.withdrawn.as_ref());
    tx.run(
        &UPDATE,
        &[
            &document.id,
            &org,
            &post.map(|post| post.unit),
            &post.and_then(|post| post.title),
            &post.map(|post| &post.name),
            &words.title,
            &words.body,
            &json(&words.audience),
            &words.must_read,
            &words.confirm_by,
            &words.remind_at,
            &word(words.replies),
            &word(document.state),
            &document.send_at,
            &document.sent_at,
            &document.trouble.map(word),
            &document.consented.map(|(by, _)| by),
            &document.consented.map(|(_, at)| at),
            &document.refused_why,
            &withdrawn.map(|(by, ..)| *by),
            &withdrawn.map(|(_, at, _)| *at),
            &withdrawn.map(|(.., why)| why),
            &document.total,
            &document.done,
            &document.left_out.beyond,
            &document.left_out.barred,
            &document.reminders,
            &document.reminded_at,
            &tick,
            &words.ends_at,
        ],
    )
}

/// Removes a broadcast; its recipients, replies and files are gone already.
pub fn delete(tx: &mut Tx<'_>, document: &May<Change, Document>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&DELETE, &[&document.id, &org])
}

/// One broadcast of the actor's organisation.
pub fn get(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Option<Document>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org, &id])?.as_ref().map(read))
}

/// Some broadcasts of the actor's organisation, by id.
pub fn of_ids(conn: &mut Conn<'_>, ids: &[BroadcastId]) -> Result<HashMap<BroadcastId, Document>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let org = conn.actor().org;
    let rows = conn.rows(&BY_IDS, &[&org, &List::ids(ids.iter().copied())])?;
    Ok(rows.iter().map(read).map(|document| (document.id, document)).collect())
}

/// Whether any organisation has a broadcast with an id.
pub fn is_taken(conn: &mut Conn<'_>, id: BroadcastId) -> Result<bool> {
    Ok(conn.row(&TAKEN, &[&id])?.is_some())
}

fn texts(states: &[State]) -> List {
    List(json(&states))
}

/// A page of what somebody wrote, and of what was written as the holder of offices that they hold, the newest first.
pub fn own(
    conn: &mut Conn<'_>,
    person: PersonId,
    offices: &[(UnitId, TitleId)],
    states: &[State],
    (before, limit): (BroadcastId, usize),
) -> Result<Vec<Document>> {
    let (org, states) = (conn.actor().org, texts(states));
    let mut found: Vec<Document> =
        conn.rows(&BY_AUTHOR, &[&org, &person, &before, &states, &limit])?.iter().map(read).collect();
    if !offices.is_empty() {
        let (units, held) = of_offices(offices);
        found.extend(conn.rows(&BY_POST, &[&org, &units, &before, &states, &limit, &held])?.iter().map(read));
    }
    found.sort_by_key(|document| std::cmp::Reverse(document.id));
    found.dedup_by_key(|document| document.id);
    found.truncate(limit);
    Ok(found)
}

fn of_offices(offices: &[(UnitId, TitleId)]) -> (List, List) {
    let units = List::ids(offices.iter().map(|(unit, _)| *unit));
    let held = List::rows(offices.iter().map(|(unit, title)| [Value::Int(unit.raw()), Value::Int(title.raw())]));
    (units, held)
}

/// Whether somebody wrote any, or whether any was written as the holder of an office that they hold.
pub fn answers_for_any(conn: &mut Conn<'_>, offices: &[(UnitId, TitleId)]) -> Result<bool> {
    let actor = conn.actor();
    if conn.row(&ANY_OWN, &[&actor.org, &actor.person])?.is_some() {
        return Ok(true);
    }
    let (units, held) = of_offices(offices);
    Ok(!offices.is_empty() && conn.row(&ANY_OF_OFFICES, &[&actor.org, &units, &held])?.is_some())
}

/// A page of all that was sent or is on its way in the actor's organisation, the newest first.
pub fn everybodys(
    conn: &mut Conn<'_>,
    states: &[State],
    (before, limit): (BroadcastId, usize),
) -> Result<Vec<Document>> {
    let org = conn.actor().org;
    Ok(conn.rows(&BY_ORG, &[&org, &before, &texts(states), &limit])?.iter().map(read).collect())
}

/// What others wrote and waits for consent, the oldest first.
pub fn waiting(conn: &mut Conn<'_>, after: BroadcastId, limit: usize) -> Result<Vec<Document>> {
    let actor = conn.actor();
    Ok(conn.rows(&WAITING, &[&actor.org, &actor.person, &after, &limit])?.iter().map(read).collect())
}

/// How much of others waits for consent.
pub fn waiting_count(conn: &mut Conn<'_>) -> Result<i64> {
    let actor = conn.actor();
    Ok(conn.one(&WAITING_COUNT, &[&actor.org, &actor.person])?.get(0))
}

/// What was sent before a moment, the oldest first.
pub fn sent_before(conn: &mut Conn<'_>, before: Timestamp, limit: usize) -> Result<Vec<Document>> {
    let org = conn.actor().org;
    Ok(conn.rows(&OLD, &[&org, &before, &limit])?.iter().map(read).collect())
}

/// Before every page that begins with the newest.
pub fn newest() -> BroadcastId {
    Id::from_raw(i64::MAX)
}

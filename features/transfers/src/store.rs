//! The SQL of transfers: every statement once, in the subset that both engines run alike.

use crate::model::{Difference, NewTransfer, OutlookId, Sort, Transfer, TransferId};
use crate::policy::Edit;
use db::{Conn, List, Row, ToValue, Tx, Value};
use jiff::civil::Date;
use kernel::{May, PersonId, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

macro_rules! transfers {
    ($condition:expr) => {
        concat!(
            "SELECT id, name, effective_on, state, release_at, released_at, creates, file, uploaded_at, orders, counts,
                checked_at, outlook, done, total, turned, author_id, created_at, tick FROM transfer WHERE org_id = $1 AND ",
            $condition
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO transfer (id, org_id, author_id, name, effective_on, state, creates, orders, counts, outlook, done,
            total, turned, created_at, tick)
        VALUES ($1, $2, $3, $4, $5, 'draft', FALSE, '[]', $6, 0, 0, 0, FALSE, $7, $8)";
    UPDATE = "UPDATE transfer SET name = $3, effective_on = $4, state = $5, release_at = $6, released_at = $7, creates = $8,
            file = $9, uploaded_at = $10, orders = $11, counts = $12, checked_at = $13, outlook = $14, done = $15, total = $16,
            turned = $17, tick = $18
        WHERE id = $1 AND org_id = $2";
    DELETE = "DELETE FROM transfer WHERE id = $1 AND org_id = $2";
    GET = transfers!("id = $2");
    LIST = transfers!("(effective_on, id) < ($2, $3) ORDER BY effective_on DESC, id DESC LIMIT $4");
    DUE = transfers!("state IN ('releasing', 'released') AND released_at IS NOT NULL AND NOT turned AND effective_on <= $2 ORDER BY effective_on, id");
    LIST_PUT = "INSERT INTO transfer_list (transfer_id, bytes) VALUES ($1, $2)
        ON CONFLICT (transfer_id) DO UPDATE SET bytes = excluded.bytes";
    LIST_GET = "SELECT bytes FROM transfer_list WHERE transfer_id = $1";
    LIST_DELETE = "DELETE FROM transfer_list WHERE transfer_id = $1";
    DIFFERENCE_ADD = "INSERT INTO transfer_difference (outlook, number, transfer_id, sort, staff_number, name, reading, field,
            old, new, line, english, japanese, folded)
        SELECT $1, l.number, $2, l.sort, l.staff_number, l.name, l.reading, l.field, l.old, l.new, l.line, l.english, l.japanese,
            l.folded
        FROM {each $3 AS l: number BIGINT, sort TEXT, staff_number TEXT, name TEXT, reading TEXT, field TEXT, old TEXT, new TEXT,
            line BIGINT, english TEXT, japanese TEXT, folded TEXT}";
    DIFFERENCES = "SELECT number, sort, staff_number, name, reading, field, old, new, line, english, japanese
        FROM transfer_difference WHERE outlook = $1 AND number > $2 AND (CAST($3 AS TEXT) IS NULL OR sort = $3)
          AND folded LIKE $4 ESCAPE '\\' ORDER BY number LIMIT $5";
    DIFFERENCES_FORGET = "DELETE FROM transfer_difference WHERE transfer_id = $1 AND outlook <> $2";
    DIFFERENCE_OF = "SELECT COUNT(*) FROM transfer_difference d JOIN person p ON p.staff_number = d.staff_number AND p.org_id = $3
        WHERE d.outlook = $1 AND p.id = $2";
    DIFFERENCE_LAST = "SELECT COALESCE(MAX(number), 0) FROM transfer_difference WHERE outlook = $1";
    STEP_ADD = "INSERT INTO transfer_step (transfer_id, kind, subject, before, after, later) VALUES ($1, $2, $3, $4, $5, $6)";
    STEPS = "SELECT subject, before, after FROM transfer_step WHERE transfer_id = $1 AND kind = $2 ORDER BY subject LIMIT $3";
    STEPS_LATER = "SELECT subject, before, after FROM transfer_step WHERE transfer_id = $1 AND later AND kind = $2
        ORDER BY subject LIMIT $3";
    STEP_THERE = "SELECT COUNT(*) FROM transfer_step WHERE transfer_id = $1 AND kind = $2 AND subject = $3";
    STEP_TAKEN = "UPDATE transfer_step SET later = FALSE WHERE transfer_id = $1 AND kind = $2 AND subject = $3";
    STEP_DELETE = "DELETE FROM transfer_step WHERE transfer_id = $1 AND kind = $2 AND subject = $3";
    STEPS_FORGET = "DELETE FROM transfer_step WHERE transfer_id = $1";
}

/// What a step was taken on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// A person's record and posts.
    Person,
    /// A unit.
    Unit,
    /// A person's leaves.
    Leave,
}

impl StepKind {
    fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Unit => "unit",
            Self::Leave => "leave",
        }
    }
}

/// What a transfer has done to something.
#[derive(Debug, Clone)]
pub struct Step<T> {
    /// The number of the person's or unit's id.
    pub subject: i64,
    /// As it was; nothing when the transfer made it.
    pub before: Option<T>,
    /// As the transfer left it.
    pub after: T,
}

fn day(text: &str) -> Date {
    text.parse().expect("the database holds days")
}

fn word(thing: impl Serialize) -> String {
    match serde_json::to_value(thing) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a kind is a word, not {other:?}"),
    }
}

fn unword<T: DeserializeOwned>(text: String) -> T {
    serde_json::from_value(serde_json::Value::String(text)).expect("the database holds known kinds")
}

fn json(thing: &impl Serialize) -> String {
    serde_json::to_string(thing).expect("plain data")
}

fn unjson<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("the database holds what was written")
}

fn read(row: &Row) -> Transfer {
    Transfer {
        id: row.get(0),
        name: row.get(1),
        effective_on: day(&row.get::<String>(2)),
        state: unword(row.get(3)),
        release_at: row.get(4),
        released_at: row.get(5),
        creates: row.get(6),
        file: row.get(7),
        uploaded_at: row.get(8),
        orders: unjson(&row.get::<String>(9)),
        counts: unjson(&row.get::<String>(10)),
        checked_at: row.get(11),
        outlook: row.get(12),
        done: row.get(13),
        total: row.get(14),
        turned: row.get(15),
        author_id: row.get(16),
        created_at: row.get(17),
        tick: row.get(18),
    }
}

/// Adds a draft of the actor's.
pub fn insert(tx: &mut Tx<'_>, id: TransferId, new: &NewTransfer) -> Result<()> {
    let (actor, now, tick) = (tx.actor(), tx.now(), tx.tick()?);
    let day = new.effective_on.to_string();
    let counts = json(&crate::model::Counts::default());
    tx.run(&INSERT, &[&id, &actor.org, &actor.person, &new.name, &day, &counts, &now, &tick])
}

/// Saves a changed transfer.
pub fn update(tx: &mut Tx<'_>, transfer: &May<Edit, Transfer>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &UPDATE,
        &[
            &transfer.id,
            &org,
            &transfer.name,
            &transfer.effective_on.to_string(),
            &word(transfer.state),
            &transfer.release_at,
            &transfer.released_at,
            &transfer.creates,
            &transfer.file,
            &transfer.uploaded_at,
            &json(&transfer.orders),
            &json(&transfer.counts),
            &transfer.checked_at,
            &transfer.outlook,
            &transfer.done,
            &transfer.total,
            &transfer.turned,
            &tick,
        ],
    )
}

/// Removes a transfer with all that belongs to it.
pub fn delete(tx: &mut Tx<'_>, transfer: &May<Edit, Transfer>) -> Result<()> {
    let (org, id) = (tx.actor().org, transfer.id);
    tx.run(&LIST_DELETE, &[&id])?;
    tx.run(&DIFFERENCES_FORGET, &[&id, &-1i64])?;
    tx.run(&STEPS_FORGET, &[&id])?;
    tx.run(&DELETE, &[&id, &org])
}

/// The transfer with an id.
pub fn get(conn: &mut Conn<'_>, id: TransferId) -> Result<Option<Transfer>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org, &id])?.as_ref().map(read))
}

/// Where a page of transfers begins: day and id of the one before it.
pub type Key = (Date, TransferId);

/// A page of transfers, the latest day first.
pub fn list(conn: &mut Conn<'_>, after: Option<Key>, limit: usize) -> Result<Vec<Transfer>> {
    let org = conn.actor().org;
    let (day, id) = after.unwrap_or((Date::MAX, TransferId::from_raw(i64::MAX)));
    Ok(conn.rows(&LIST, &[&org, &day.to_string(), &id, &limit])?.iter().map(read).collect())
}

/// Those in the directory whose day has come and whose units have not changed yet, in order.
pub fn due(conn: &mut Conn<'_>, today: Date) -> Result<Vec<Transfer>> {
    let org = conn.actor().org;
    Ok(conn.rows(&DUE, &[&org, &today.to_string()])?.iter().map(read).collect())
}

/// Keeps a transfer's list of people.
pub fn put_list(tx: &mut Tx<'_>, transfer: &May<Edit, Transfer>, bytes: &[u8]) -> Result<()> {
    tx.run(&LIST_PUT, &[&transfer.id, &bytes])
}

/// A transfer's list of people.
pub fn list_of(conn: &mut Conn<'_>, id: TransferId) -> Result<Option<Vec<u8>>> {
    Ok(conn.row(&LIST_GET, &[&id])?.map(|row| row.get(0)))
}

/// Forgets a transfer's list of people.
pub fn drop_list(tx: &mut Tx<'_>, transfer: &May<Edit, Transfer>) -> Result<()> {
    tx.run(&LIST_DELETE, &[&transfer.id])
}

/// Adds lines to what a check found.
pub fn add_differences(tx: &mut Tx<'_>, id: TransferId, outlook: OutlookId, lines: &[Difference]) -> Result<()> {
    let rows = lines.iter().map(|line| {
        let folded = [&line.staff_number, &line.name, &line.reading, &line.before, &line.after, &line.japanese]
            .map(|text| text::fold(text))
            .join("\n");
        [
            line.number.to_value(),
            word(line.sort).to_value(),
            line.staff_number.to_value(),
            line.name.to_value(),
            line.reading.to_value(),
            line.field.to_value(),
            line.before.to_value(),
            line.after.to_value(),
            line.line.map_or(Value::Null, |line| line.to_value()),
            line.english.to_value(),
            line.japanese.to_value(),
            folded.to_value(),
        ]
    });
    tx.run(&DIFFERENCE_ADD, &[&outlook, &id, &List::rows(rows)])
}

/// Whether a check found that something becomes of a person of the actor's organisation.
pub fn names(conn: &mut Conn<'_>, outlook: OutlookId, person: PersonId) -> Result<bool> {
    let org = conn.actor().org;
    Ok(conn.one(&DIFFERENCE_OF, &[&outlook, &person, &org])?.get::<i64>(0) > 0)
}

/// A page of what a check found, from after a number: of one sort, with a word.
pub fn differences(
    conn: &mut Conn<'_>,
    outlook: OutlookId,
    (sort, search): (Option<Sort>, &str),
    after: i64,
    limit: usize,
) -> Result<Vec<Difference>> {
    let folded = text::fold(search).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let rows = conn.rows(&DIFFERENCES, &[&outlook, &after, &sort.map(word), &format!("%{folded}%"), &limit])?;
    Ok(rows
        .iter()
        .map(|row| Difference {
            number: row.get(0),
            sort: unword(row.get(1)),
            staff_number: row.get(2),
            name: row.get(3),
            reading: row.get(4),
            field: row.get(5),
            before: row.get(6),
            after: row.get(7),
            line: row.get(8),
            english: row.get(9),
            japanese: row.get(10),
        })
        .collect())
}

/// The number of the last line of what a check found.
pub fn last_number(conn: &mut Conn<'_>, outlook: OutlookId) -> Result<i64> {
    Ok(conn.one(&DIFFERENCE_LAST, &[&outlook])?.get(0))
}

/// Forgets what earlier checks found.
pub fn forget_outlooks(tx: &mut Tx<'_>, id: TransferId, but: OutlookId) -> Result<()> {
    tx.run(&DIFFERENCES_FORGET, &[&id, &but])
}

/// Notes how something was and will be, so that it can be taken back; `later`: part of it is still to be done on the day.
pub fn add_step<T: Serialize>(
    tx: &mut Tx<'_>,
    id: TransferId,
    kind: StepKind,
    step: &Step<T>,
    later: bool,
) -> Result<()> {
    let before = step.before.as_ref().map(json);
    tx.run(&STEP_ADD, &[&id, &kind.word(), &step.subject, &before, &json(&step.after), &later])
}

fn read_steps<T: DeserializeOwned>(rows: &[Row]) -> Vec<Step<T>> {
    let step = |row: &Row| Step {
        subject: row.get(0),
        before: row.get::<Option<String>>(1).as_deref().map(unjson),
        after: unjson(&row.get::<String>(2)),
    };
    rows.iter().map(step).collect()
}

/// The first steps.
pub fn steps<T: DeserializeOwned>(
    conn: &mut Conn<'_>,
    id: TransferId,
    kind: StepKind,
    limit: usize,
) -> Result<Vec<Step<T>>> {
    Ok(read_steps(&conn.rows(&STEPS, &[&id, &kind.word(), &limit])?))
}

/// The first steps of which a part is still to be done on the day.
pub fn steps_later<T: DeserializeOwned>(
    conn: &mut Conn<'_>,
    id: TransferId,
    kind: StepKind,
    limit: usize,
) -> Result<Vec<Step<T>>> {
    Ok(read_steps(&conn.rows(&STEPS_LATER, &[&id, &kind.word(), &limit])?))
}

/// Whether a step was noted on something.
pub fn has_step(conn: &mut Conn<'_>, id: TransferId, kind: StepKind, subject: i64) -> Result<bool> {
    Ok(conn.one(&STEP_THERE, &[&id, &kind.word(), &subject])?.get::<i64>(0) > 0)
}

/// Notes that a step was taken to its end.
pub fn step_taken(tx: &mut Tx<'_>, id: TransferId, kind: StepKind, subject: i64) -> Result<()> {
    tx.run(&STEP_TAKEN, &[&id, &kind.word(), &subject])
}

/// Forgets a step that was taken back.
pub fn delete_step(tx: &mut Tx<'_>, id: TransferId, kind: StepKind, subject: i64) -> Result<()> {
    tx.run(&STEP_DELETE, &[&id, &kind.word(), &subject])
}

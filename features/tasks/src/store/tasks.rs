//! Tasks themselves, with who is to do them.

use super::{day, unword, word};
use crate::model::{Done, Holder, PartRow, Round, State, TaskId, TaskRow};
use crate::policy::{Manage, Work};
use db::{Conn, List, Row, ToValue, Tx, Value};
use directory::model::{TitleId, UnitId};
use jiff::civil::Date;
use kernel::{May, PersonId, Result, Timestamp};
use std::collections::HashMap;

macro_rules! tasks {
    ($rest:literal) => {
        concat!(
            "SELECT t.id, t.room_id, t.maker_id, t.title, t.note, t.source, t.closing, t.state, t.due_on, t.meant_on, t.anchor_on, t.shift,
                t.repeats, t.round, t.done_at, t.done_by, t.created_at, t.tick, t.done_operator FROM task t ",
            $rest
        )
    };
}
pub(super) use tasks;

db::statements! {
    INSERT = "INSERT INTO task (id, org_id, room_id, maker_id, title, note, source, closing, state, due_on, meant_on, anchor_on, shift,
            repeats, round, done_at, done_by, created_at, tick, done_operator)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
    UPDATE = "UPDATE task SET title = $3, note = $4, closing = $5, state = $6, due_on = $7, meant_on = $8, anchor_on = $9, shift = $10,
            repeats = $11, round = $12, done_at = $13, done_by = $14, tick = $15, done_operator = $16
        WHERE id = $1 AND org_id = $2";
    // `$3` is whether the whole is done.
    PARTS_PUT = "INSERT INTO task_part (task_id, place, person_id, unit_id, title_id, done_at, done_by, done_operator, waits)
        SELECT $1, l.place, l.person, l.unit, l.title, l.done_at, l.done_by, l.operator_id,
            CASE WHEN $3 OR l.done_at IS NOT NULL THEN FALSE ELSE TRUE END
        FROM {each $2 AS l: place BIGINT, person BIGINT, unit BIGINT, title BIGINT, done_at BIGINT, done_by BIGINT, operator_id BIGINT}";
    PARTS_DELETE = "DELETE FROM task_part WHERE task_id = $1";
    PARTS = "SELECT task_id, person_id, unit_id, title_id, done_at, done_by, done_operator FROM task_part WHERE task_id {in $1} ORDER BY task_id, place";
    ROUND_PUT = "INSERT INTO task_round (task_id, number, due_on, done_at, done_by, done_operator) VALUES ($1, $2, $3, $4, $5, $6)";
    // The last of each.
    ROUNDS = "SELECT r.task_id, r.due_on, r.done_at, r.done_by, r.done_operator FROM task_round r JOIN task t ON t.id = r.task_id
        WHERE r.task_id {in $1} AND r.number = t.round - 1";
    ROUNDS_DELETE = "DELETE FROM task_round WHERE task_id = $1";
    DELETE = "DELETE FROM task WHERE id = $1 AND org_id = $2";
    GET = tasks!("WHERE t.id = $2 AND t.org_id = $1");
}

fn done(at: Option<Timestamp>, by: Option<PersonId>, operator: Option<PersonId>) -> Option<Done> {
    at.zip(by).map(|(at, by)| Done { at, by, operator })
}

/// When something was done, by whom, and who was using the shared account.
type Columns = (Option<Timestamp>, Option<PersonId>, Option<PersonId>);

fn columns(done: Option<Done>) -> Columns {
    (done.map(|done| done.at), done.map(|done| done.by), done.and_then(|done| done.operator))
}

fn read(row: &Row) -> TaskRow {
    let date = |place: usize| row.get::<Option<String>>(place).as_deref().map(day);
    TaskRow {
        id: row.get(0),
        room: row.get(1),
        maker: row.get(2),
        title: row.get(3),
        note: row.get(4),
        source: row
            .get::<Option<String>>(5)
            .map(|source| serde_json::from_str(&source).expect("the database holds sources that we wrote")),
        closing: unword(row.get(6)),
        state: unword(row.get(7)),
        due: date(8),
        meant: date(9),
        anchor: date(10),
        shift: unword(row.get(11)),
        repeats: row.get::<Option<String>>(12).map(unword),
        round: row.get(13),
        done: done(row.get(14), row.get(15), row.get(18)),
        created_at: row.get(16),
        tick: row.get(17),
        parts: Vec::new(),
    }
}

fn part(row: &Row) -> Option<PartRow> {
    let holder = match (row.get::<Option<PersonId>>(1), row.get::<Option<UnitId>>(2)) {
        (Some(person_id), _) => Holder::Person { person_id },
        (None, Some(unit_id)) => Holder::Post { unit_id, title_id: row.get::<Option<TitleId>>(3) },
        (None, None) => return None,
    };
    Some(PartRow { holder, done: done(row.get(4), row.get(5), row.get(6)) })
}

/// Tasks with their parts, from their rows.
pub(super) fn whole(conn: &mut Conn<'_>, rows: &[Row]) -> Result<Vec<TaskRow>> {
    let mut found: Vec<TaskRow> = rows.iter().map(read).collect();
    if found.is_empty() {
        return Ok(found);
    }
    let mut parts: HashMap<TaskId, Vec<PartRow>> = HashMap::new();
    for row in conn.rows(&PARTS, &[&List::ids(found.iter().map(|task| task.id))])? {
        parts.entry(row.get(0)).or_default().extend(part(&row));
    }
    for task in &mut found {
        task.parts = parts.remove(&task.id).unwrap_or_default();
    }
    Ok(found)
}

fn text(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn put_parts(tx: &mut Tx<'_>, task: &TaskRow) -> Result<()> {
    let cells = |(place, part): (usize, &PartRow)| -> [Value; 7] {
        let (person, unit, title) = match part.holder {
            Holder::Person { person_id } => (Some(person_id), None, None),
            Holder::Post { unit_id, title_id } => (None, Some(unit_id), title_id),
        };
        let (at, by, operator) = columns(part.done);
        [
            place.to_value(),
            person.to_value(),
            unit.to_value(),
            title.to_value(),
            at.to_value(),
            by.to_value(),
            operator.to_value(),
        ]
    };
    if task.parts.is_empty() {
        return Ok(());
    }
    let parts = List::rows(task.parts.iter().enumerate().map(cells));
    tx.run(&PARTS_PUT, &[&task.id, &parts, &(task.state == State::Done)])
}

/// Adds a task.
pub fn insert(tx: &mut Tx<'_>, task: &May<Work, TaskRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let source = task.source.map(|source| serde_json::to_string(&source).expect("a source is plain data"));
    let (done_at, done_by, operator) = columns(task.done);
    tx.run(
        &INSERT,
        &[
            &task.id,
            &org,
            &task.room,
            &task.maker,
            &task.title,
            &task.note,
            &source,
            &word(task.closing),
            &word(task.state),
            &text(task.due),
            &text(task.meant),
            &text(task.anchor),
            &word(task.shift),
            &task.repeats.map(word),
            &task.round,
            &done_at,
            &done_by,
            &task.created_at,
            &tick,
            &operator,
        ],
    )?;
    put_parts(tx, task)
}

/// Saves a changed task, with its parts as they are now.
pub fn update(tx: &mut Tx<'_>, task: &May<Work, TaskRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let (done_at, done_by, operator) = columns(task.done);
    tx.run(
        &UPDATE,
        &[
            &task.id,
            &org,
            &task.title,
            &task.note,
            &word(task.closing),
            &word(task.state),
            &text(task.due),
            &text(task.meant),
            &text(task.anchor),
            &word(task.shift),
            &task.repeats.map(word),
            &task.round,
            &done_at,
            &done_by,
            &tick,
            &operator,
        ],
    )?;
    tx.run(&PARTS_DELETE, &[&task.id])?;
    put_parts(tx, task)
}

/// Writes down that a repeated task was done: the round before the one that it is in now.
pub fn put_round(tx: &mut Tx<'_>, task: &May<Work, TaskRow>, due: Option<Date>) -> Result<()> {
    let (actor, now, number) = (tx.actor(), tx.now(), task.round - 1);
    tx.run(&ROUND_PUT, &[&task.id, &number, &text(due), &now, &actor.person, &actor.operator])
}

/// Takes a task away, with all that belongs to it.
pub fn delete(tx: &mut Tx<'_>, task: &May<Manage, TaskRow>) -> Result<()> {
    let org = tx.actor().org;
    for rows in [&PARTS_DELETE, &ROUNDS_DELETE] {
        tx.run(rows, &[&task.id])?;
    }
    tx.run(&DELETE, &[&task.id, &org])
}

/// The task with an id, of the actor's organisation: the use case asks whether the actor may see it.
pub fn get(conn: &mut Conn<'_>, id: TaskId) -> Result<Option<TaskRow>> {
    let org = conn.actor().org;
    let row = conn.row(&GET, &[&org, &id])?;
    Ok(whole(conn, row.as_slice())?.pop())
}

/// The last time that each of some tasks was done before it came round again.
pub fn last_rounds(conn: &mut Conn<'_>, ids: &[TaskId]) -> Result<HashMap<TaskId, Round>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = conn.rows(&ROUNDS, &[&List::ids(ids.iter().copied())])?;
    let round = |row: &Row| Round {
        due_on: row.get::<Option<String>>(1).as_deref().map(day),
        done_at: row.get(2),
        done_by: row.get(3),
        done_operator: row.get(4),
    };
    Ok(rows.iter().map(|row| (row.get(0), round(row))).collect())
}

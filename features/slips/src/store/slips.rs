//! Slips themselves, with for whom they are and what was done.

use super::{day, unword, word};
use crate::model::{ActRow, Addressee, CheckRow, Checker, Kind, LineRow, SlipId, SlipRow};
use crate::policy::{TakeAway, Work};
use db::{Conn, List, Row, ToValue, Tx, Value};
use directory::model::{TitleId, UnitId};
use jiff::civil::Date;
use kernel::{May, PersonId, Result};
use rooms::model::MessageId;
use std::collections::HashMap;

/// Slips, and by what a list of them is ordered before their moments.
macro_rules! slips {
    ($order:literal, $rest:literal) => {
        concat!(
            "SELECT s.id, s.room_id, s.maker_id, s.kind, s.subject, s.note, s.sender, s.pieces, s.place, s.asking_unit_id, s.due_on,
                s.remind_on, s.created_at, s.tick, s.turn, ",
            $order,
            " FROM slip s ",
            $rest
        )
    };
}
pub(super) use slips;

db::statements! {
    INSERT = "INSERT INTO slip (id, org_id, room_id, maker_id, kind, subject, note, sender, pieces, place, asking_unit_id, due_on, remind_on,
            waits, created_at, tick, turn, ranked)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    LINES_PUT = "INSERT INTO slip_line (slip_id, number, unit_id, person_id, state, step, passed, waits)
        SELECT $1, l.number, l.unit, l.person, l.state, 0, 0, TRUE
        FROM {each $2 AS l: number BIGINT, unit BIGINT, person BIGINT, state TEXT}";
    CHECKS_PUT = "INSERT INTO slip_check (slip_id, number, label, person_id, unit_id, title_id)
        SELECT $1, l.number, l.label, l.person, l.unit, l.title
        FROM {each $2 AS l: number BIGINT, label TEXT, person BIGINT, unit BIGINT, title BIGINT}";
    CHECKS = "SELECT slip_id, label, person_id, unit_id, title_id FROM slip_check WHERE slip_id {in $1} ORDER BY slip_id, number";
    UPDATE = "UPDATE slip SET waits = $3, tick = $4 WHERE id = $1 AND org_id = $2";
    LINE_UPDATE = "UPDATE slip_line SET state = $3, step = $4, waits = $5, passed = $6 WHERE slip_id = $1 AND number = $2";
    ACT_PUT = "INSERT INTO slip_act (slip_id, line, number, act, at, person_id, operator_id, words, message_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    LINES = "SELECT slip_id, number, unit_id, person_id, state, step, passed FROM slip_line WHERE slip_id {in $1} ORDER BY slip_id, number";
    ACTS = "SELECT slip_id, line, act, at, person_id, operator_id, words, message_id FROM slip_act WHERE slip_id {in $1}
        ORDER BY slip_id, line, number";
    BY_REPLY = "SELECT slip_id, line FROM slip_act WHERE message_id = $1";
    REPLY_GONE = "UPDATE slip_act SET words = '', message_id = NULL WHERE slip_id = $1 AND message_id = $2";
    CHECKS_DELETE = "DELETE FROM slip_check WHERE slip_id = $1";
    ACTS_DELETE = "DELETE FROM slip_act WHERE slip_id = $1";
    LINES_DELETE = "DELETE FROM slip_line WHERE slip_id = $1";
    DELETE = "DELETE FROM slip WHERE id = $1 AND org_id = $2";
    GET = slips!("''", "WHERE s.id = $2 AND s.org_id = $1");
}

fn read(row: &Row) -> SlipRow {
    let date = |place: usize| row.get::<Option<String>>(place).as_deref().map(day);
    SlipRow {
        id: row.get(0),
        room: row.get(1),
        maker: row.get(2),
        kind: unword(row.get(3)),
        subject: row.get(4),
        note: row.get(5),
        sender: row.get(6),
        pieces: row.get(7),
        place: row.get(8),
        asking: row.get(9),
        due: date(10),
        remind: date(11),
        created_at: row.get(12),
        tick: row.get(13),
        turn: row.get(14),
        lines: Vec::new(),
        checks: Vec::new(),
    }
}

fn line(row: &Row) -> Option<LineRow> {
    let to = match (row.get::<Option<UnitId>>(2), row.get::<Option<PersonId>>(3)) {
        (Some(unit_id), _) => Addressee::Unit { unit_id },
        (None, Some(person_id)) => Addressee::Person { person_id },
        (None, None) => return None,
    };
    let (number, state) = (row.get(1), unword(row.get(4)));
    Some(LineRow { number, to, state, step: row.get(5), passed: row.get(6), acts: Vec::new() })
}

fn check(row: &Row) -> Option<CheckRow> {
    let checker = match (row.get::<Option<PersonId>>(2), row.get::<Option<UnitId>>(3), row.get::<Option<TitleId>>(4)) {
        (Some(person), ..) => Checker::Person(person),
        (None, Some(unit), Some(title)) => Checker::Post(unit, title),
        _ => return None,
    };
    Some(CheckRow { label: row.get(1), checker })
}

fn act(row: &Row) -> ActRow {
    ActRow {
        act: unword(row.get(2)),
        at: row.get(3),
        by: row.get(4),
        operator: row.get(5),
        words: row.get(6),
        message: row.get(7),
    }
}

/// Slips with their lines, from their rows.
pub(super) fn whole(conn: &mut Conn<'_>, rows: &[Row]) -> Result<Vec<SlipRow>> {
    let mut found: Vec<SlipRow> = rows.iter().map(read).collect();
    if found.is_empty() {
        return Ok(found);
    }
    let ids = List::ids(found.iter().map(|slip| slip.id));
    let mut acts: HashMap<(SlipId, i64), Vec<ActRow>> = HashMap::new();
    for row in conn.rows(&ACTS, &[&ids])? {
        acts.entry((row.get(0), row.get(1))).or_default().push(act(&row));
    }
    let mut lines: HashMap<SlipId, Vec<LineRow>> = HashMap::new();
    for row in conn.rows(&LINES, &[&ids])? {
        let id: SlipId = row.get(0);
        let done = acts.remove(&(id, row.get(1))).unwrap_or_default();
        lines.entry(id).or_default().extend(line(&row).map(|line| LineRow { acts: done, ..line }));
    }
    let mut checks: HashMap<SlipId, Vec<CheckRow>> = HashMap::new();
    if found.iter().any(|slip| slip.kind == Kind::Council) {
        for row in conn.rows(&CHECKS, &[&ids])? {
            checks.entry(row.get(0)).or_default().extend(check(&row));
        }
    }
    for slip in &mut found {
        slip.checks = checks.remove(&slip.id).unwrap_or_default();
        slip.lines = lines.remove(&slip.id).unwrap_or_default();
    }
    Ok(found)
}

fn text(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// Adds a slip.
pub fn insert(tx: &mut Tx<'_>, slip: &May<Work, SlipRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &INSERT,
        &[
            &slip.id,
            &org,
            &slip.room,
            &slip.maker,
            &word(slip.kind),
            &slip.subject,
            &slip.note,
            &slip.sender,
            &slip.pieces,
            &slip.place,
            &slip.asking,
            &text(slip.due),
            &text(slip.remind),
            &slip.is_open(),
            &slip.created_at,
            &tick,
            &slip.turn,
            &slip.ranked(),
        ],
    )?;
    let cells = |line: &LineRow| -> [Value; 4] {
        let (unit, person) = match line.to {
            Addressee::Unit { unit_id } => (Some(unit_id), None),
            Addressee::Person { person_id } => (None, Some(person_id)),
        };
        [line.number.to_value(), unit.to_value(), person.to_value(), word(line.state).to_value()]
    };
    tx.run(&LINES_PUT, &[&slip.id, &List::rows(slip.lines.iter().map(cells))])?;
    if slip.checks.is_empty() {
        return Ok(());
    }
    let cells = |(number, check): (i64, &CheckRow)| -> [Value; 5] {
        let (person, unit, title) = match check.checker {
            Checker::Person(person) => (Some(person), None, None),
            Checker::Post(unit, title) => (None, Some(unit), Some(title)),
        };
        let label = check.label.clone();
        [number.to_value(), label.to_value(), person.to_value(), unit.to_value(), title.to_value()]
    };
    tx.run(&CHECKS_PUT, &[&slip.id, &List::rows((0..).zip(&slip.checks).map(cells))])
}

/// Saves how far a line is now, and the slip with it.
pub fn update(tx: &mut Tx<'_>, slip: &May<Work, SlipRow>, number: i64) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(&UPDATE, &[&slip.id, &org, &slip.is_open(), &tick])?;
    match slip.line(number) {
        Some(line) => {
            tx.run(&LINE_UPDATE, &[&slip.id, &number, &word(line.state), &line.step, &line.state.waits(), &line.passed])
        }
        None => Ok(()),
    }
}

/// Writes down the last thing that was done with a line.
pub fn put_act(tx: &mut Tx<'_>, slip: &May<Work, SlipRow>, number: i64) -> Result<()> {
    let Some((place, act)) = slip.line(number).and_then(|line| line.acts.iter().enumerate().next_back()) else {
        return Ok(());
    };
    tx.run(
        &ACT_PUT,
        &[&slip.id, &number, &place, &word(act.act), &act.at, &act.by, &act.operator, &act.words, &act.message],
    )
}

/// The slip and the line that a message of a thread answers, or returns.
pub fn replied(conn: &mut Conn<'_>, message: MessageId) -> Result<Option<(SlipId, i64)>> {
    Ok(conn.row(&BY_REPLY, &[&message])?.map(|row| (row.get(0), row.get(1))))
}

/// Forgets the words of a reply that was taken back.
pub fn forget(tx: &mut Tx<'_>, slip: &May<Work, SlipRow>, message: MessageId) -> Result<()> {
    tx.run(&REPLY_GONE, &[&slip.id, &message])
}

/// Takes a slip away, with all that belongs to it.
pub fn delete(tx: &mut Tx<'_>, slip: &May<TakeAway, SlipRow>) -> Result<()> {
    let org = tx.actor().org;
    for rows in [&ACTS_DELETE, &CHECKS_DELETE, &LINES_DELETE] {
        tx.run(rows, &[&slip.id])?;
    }
    tx.run(&DELETE, &[&slip.id, &org])
}

/// The slip with an id, of the actor's organisation: the use case asks whether the actor may see it.
pub fn get(conn: &mut Conn<'_>, id: SlipId) -> Result<Option<SlipRow>> {
    let org = conn.actor().org;
    let row = conn.row(&GET, &[&org, &id])?;
    Ok(whole(conn, row.as_slice())?.pop())
}

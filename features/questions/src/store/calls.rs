//! Who is called to the questions of a room, and who to what was asked privately.

use crate::model::{PrivateId, PrivateQuestionCall, PrivateRow, Reason, Responders};
use crate::policy::{Confide, Name};
use db::{Conn, List, Row, ToValue, Tx};
use kernel::{May, PersonId, Result};
use rooms::model::RoomId;

db::statements! {
    RESPONDERS = "SELECT person_id FROM question_responder WHERE room_id = $1 AND org_id = $2 ORDER BY person_id";
    RESPONDERS_PUT = "INSERT INTO question_responder (room_id, org_id, person_id)
        SELECT $1, $2, l.person FROM {each $3 AS l: person BIGINT}";
    RESPONDERS_DELETE = "DELETE FROM question_responder WHERE room_id = $1 AND org_id = $2";
    CALL = "INSERT INTO private_question_call (person_id, question_id, room_id, org_id, why, called_at)
        SELECT l.person, $1, $2, $3, $4, $5 FROM {each $6 AS l: person BIGINT} WHERE TRUE
        ON CONFLICT (person_id, question_id) DO UPDATE SET why = excluded.why, called_at = excluded.called_at";
    CALLS = "SELECT c.question_id, c.room_id, c.why, c.called_at, q.asker_id
        FROM private_question_call c JOIN private_question q ON q.id = c.question_id
        WHERE c.person_id = $1 AND c.org_id = $2 ORDER BY c.called_at DESC, c.question_id DESC LIMIT $3";
    IS_CALLED = "SELECT 1 FROM private_question_call WHERE person_id = $1 AND question_id = $2 AND org_id = $3";
    HEARD = "DELETE FROM private_question_call WHERE person_id = $1 AND question_id = $2 AND org_id = $3";
    GONE = "DELETE FROM private_question_call WHERE question_id = $1 AND org_id = $2";
}

fn word(why: Reason) -> &'static str {
    match why {
        Reason::Asked => "asked",
        Reason::Waits => "waits",
        Reason::Answered => "answered",
        Reason::Proposed => "proposed",
    }
}

fn reason(word: &str) -> Reason {
    match word {
        "asked" => Reason::Asked,
        "waits" => Reason::Waits,
        "answered" => Reason::Answered,
        "proposed" => Reason::Proposed,
        other => panic!("the database holds known reasons of calls, not {other}"),
    }
}

fn people(people: &[PersonId]) -> List {
    List::rows(people.iter().map(|person| [person.to_value()]))
}

/// Who is named to answer in a room.
pub fn responders(conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<PersonId>> {
    let org = conn.actor().org;
    Ok(conn.rows(&RESPONDERS, &[&room, &org])?.iter().map(|row| row.get(0)).collect())
}

/// Names others.
pub fn name(tx: &mut Tx<'_>, responders: &May<Name, Responders>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&RESPONDERS_DELETE, &[&responders.room, &org])?;
    if responders.people.is_empty() {
        return Ok(());
    }
    tx.run(&RESPONDERS_PUT, &[&responders.room, &org, &people(&responders.people)])
}

/// Notes that some people are called to what was asked privately; of each the last reason counts.
pub fn call(tx: &mut Tx<'_>, question: &May<Confide, PrivateRow>, called: &[PersonId], why: Reason) -> Result<()> {
    if called.is_empty() {
        return Ok(());
    }
    let (org, now) = (tx.actor().org, tx.now());
    tx.run(&CALL, &[&question.id, &question.room, &org, &word(why), &now, &people(called)])
}

/// To what the actor is called, and who asked it, the newest first.
pub fn of_actor(conn: &mut Conn<'_>, most: usize) -> Result<Vec<(PrivateQuestionCall, PersonId)>> {
    let actor = conn.actor();
    let read = |row: &Row| {
        let call = PrivateQuestionCall {
            question_id: row.get(0),
            room_id: row.get(1),
            why: reason(&row.get::<String>(2)),
            called_at: row.get(3),
        };
        (call, row.get(4))
    };
    Ok(conn.rows(&CALLS, &[&actor.person, &actor.org, &most])?.iter().map(read).collect())
}

/// Whether the actor is called to a question.
pub fn is_called(conn: &mut Conn<'_>, question: PrivateId) -> Result<bool> {
    let actor = conn.actor();
    Ok(conn.row(&IS_CALLED, &[&actor.person, &question, &actor.org])?.is_some())
}

/// The actor has looked at it.
pub fn heard(tx: &mut Tx<'_>, question: &May<Confide, PrivateRow>) -> Result<()> {
    let actor = tx.actor();
    tx.run(&HEARD, &[&actor.person, &question.id, &actor.org])
}

/// Nobody is called to a question any more.
pub fn gone(tx: &mut Tx<'_>, question: &May<Confide, PrivateRow>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&GONE, &[&question.id, &org])
}

//! What was asked privately.

use super::course;
use crate::model::{Consent, FaqId, PrivateId, PrivateRow, Proposal, Wording, month_of};
use crate::policy::Confide;
use db::{Conn, Row, Tx};
use kernel::{May, PersonId, Result, Timestamp};
use rooms::model::RoomId;

macro_rules! questions {
    ($rest:literal) => {
        concat!(
            "SELECT id, room_id, asker_id, operator_id, words, asked_at, answer, claimer_id, claimed_at, answerer_id, answered_at, minutes,
                step, consent, proposed_entry_id, proposed_question, proposed_answer, tick FROM private_question ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO private_question (id, org_id, room_id, asker_id, operator_id, words, asked_at, consent, step, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE private_question SET claimer_id = $3, claimed_at = $4, answer = $5, answerer_id = $6, answered_at = $7,
            answered_month = $8, minutes = $9, consent = $10, proposed_entry_id = $11, proposed_question = $12, proposed_answer = $13,
            step = $14, tick = $15
        WHERE id = $1 AND org_id = $2";
    DELETE = "DELETE FROM private_question WHERE id = $1 AND org_id = $2";
    GET = questions!("WHERE id = $2 AND org_id = $1");
    OF_ENTRY = questions!("WHERE room_id = $2 AND proposed_entry_id = $3 AND org_id + 0 = $1");
    OF_ROOM = questions!("WHERE room_id = $1 AND org_id + 0 = $2 AND (asked_at, id) < ($3, $4)
        ORDER BY asked_at DESC, id DESC LIMIT $5");
    OF_ASKER = questions!("WHERE asker_id = $6 AND room_id = $1 AND org_id + 0 = $2 AND (asked_at, id) < ($3, $4)
        ORDER BY asked_at DESC, id DESC LIMIT $5");
    COUNT_OPEN = "SELECT COUNT(*) FROM (SELECT id FROM private_question WHERE room_id = $1 AND answered_at IS NULL LIMIT $2) AS waiting";
    COUNT_UNCLAIMED = "SELECT COUNT(*) FROM (SELECT id FROM private_question WHERE room_id = $1 AND answered_at IS NULL
            AND (claimed_at IS NULL OR claimed_at < $3) LIMIT $2) AS waiting";
}

/// Where a page goes on: before a moment and an id.
pub type After = (Timestamp, PrivateId);

fn consent_word(consent: Consent) -> &'static str {
    match consent {
        Consent::None => "none",
        Consent::Asked => "asked",
        Consent::Given => "given",
        Consent::Declined => "declined",
    }
}

fn consent(word: &str) -> Consent {
    match word {
        "none" => Consent::None,
        "asked" => Consent::Asked,
        "given" => Consent::Given,
        "declined" => Consent::Declined,
        other => panic!("the database holds known kinds of consent, not {other}"),
    }
}

fn proposal(row: &Row) -> Option<Proposal> {
    let (entry, question, answer) = (row.get::<Option<_>>(14), row.get::<Option<_>>(15), row.get::<Option<_>>(16));
    Some(Proposal { entry: entry?, wording: Wording { question: question?, answer: answer? } })
}

fn read(row: &Row) -> PrivateRow {
    PrivateRow {
        id: row.get(0),
        room: row.get(1),
        asker: row.get(2),
        operator: row.get(3),
        words: row.get(4),
        asked_at: row.get(5),
        answer: row.get(6),
        course: course(row, 7),
        consent: consent(&row.get::<String>(13)),
        proposal: proposal(row),
        tick: row.get(17),
    }
}

/// Adds a question.
pub fn insert(tx: &mut Tx<'_>, question: &May<Confide, PrivateRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &INSERT,
        &[
            &question.id,
            &org,
            &question.room,
            &question.asker,
            &question.operator,
            &question.words,
            &question.asked_at,
            &consent_word(question.consent),
            &question.course.step,
            &tick,
        ],
    )
}

/// Saves what was done with it.
pub fn update(tx: &mut Tx<'_>, question: &May<Confide, PrivateRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let course = &question.course;
    let month = course.answered_at.map(month_of);
    let proposal = question.proposal.as_ref();
    tx.run(
        &UPDATE,
        &[
            &question.id,
            &org,
            &course.claimer,
            &course.claimed_at,
            &question.answer,
            &course.answerer,
            &course.answered_at,
            &month,
            &course.minutes,
            &consent_word(question.consent),
            &proposal.map(|proposal| proposal.entry),
            &proposal.map(|proposal| proposal.wording.question.as_str()),
            &proposal.map(|proposal| proposal.wording.answer.as_str()),
            &course.step,
            &tick,
        ],
    )
}

/// Takes a question away.
pub fn delete(tx: &mut Tx<'_>, question: &May<Confide, PrivateRow>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&DELETE, &[&question.id, &org])
}

/// The question with an id, of the actor's organisation: the use case asks whether the actor may know of it.
pub fn get(conn: &mut Conn<'_>, id: PrivateId) -> Result<Option<PrivateRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org, &id])?.as_ref().map(read))
}

/// The question that an entry of a room's FAQ was proposed for.
pub fn of_entry(conn: &mut Conn<'_>, room: RoomId, entry: FaqId) -> Result<Option<PrivateRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&OF_ENTRY, &[&org, &room, &entry])?.as_ref().map(read))
}

/// What was asked privately in a room, the newest first: by everybody, or by one person.
pub fn of_room(
    conn: &mut Conn<'_>,
    (room, asker): (RoomId, Option<PersonId>),
    after: Option<After>,
    limit: usize,
) -> Result<Vec<PrivateRow>> {
    let org = conn.actor().org;
    let (at, id) = after.unwrap_or((Timestamp::from_micros(i64::MAX), PrivateId::from_raw(i64::MAX)));
    let rows = match asker {
        Some(asker) => conn.rows(&OF_ASKER, &[&room, &org, &at, &id, &limit, &asker])?,
        None => conn.rows(&OF_ROOM, &[&room, &org, &at, &id, &limit])?,
    };
    Ok(rows.iter().map(read).collect())
}

/// How many wait in a room, up to so many.
pub fn count_open(conn: &mut Conn<'_>, room: RoomId, most: usize) -> Result<usize> {
    let waiting: i64 = conn.one(&COUNT_OPEN, &[&room, &most])?.get(0);
    Ok(usize::try_from(waiting).unwrap_or_default())
}

/// How many of them wait that nobody has claimed since a moment, up to so many.
pub fn count_unclaimed(conn: &mut Conn<'_>, room: RoomId, since: Timestamp, most: usize) -> Result<usize> {
    let waiting: i64 = conn.one(&COUNT_UNCLAIMED, &[&room, &most, &since])?.get(0);
    Ok(usize::try_from(waiting).unwrap_or_default())
}

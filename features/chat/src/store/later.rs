//! What somebody has put off.

use crate::model::{Answered, Later, LinkHeading, MessageId, RoomId, Thread};
use db::{Conn, Row, Tx};
use directory::model::PostId;
use kernel::{AccountId, OrgId, PersonId, Result, Timestamp};

db::statements! {
    PLAN = "INSERT INTO planned_message (id, org_id, person_id, account_id, operator_id, room_id, thread_id, body, quote_id,
            also_to_room, post_id, send_at, why, tick, answered, no_reply, headings)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, $13, $14, $15, $16)";
    CHANGE = "UPDATE planned_message SET body = $2, send_at = $3, why = $4, tick = $5, answered = $6, headings = $7 WHERE id = $1";
    GET = "SELECT id, person_id, account_id, operator_id, room_id, thread_id, body, quote_id, also_to_room, post_id, send_at, why, answered, no_reply, headings
        FROM planned_message WHERE id = $1 AND org_id = $2";
    ANYWHERE = "SELECT id FROM planned_message WHERE id = $1";
    OF_PERSON = "SELECT id, person_id, account_id, operator_id, room_id, thread_id, body, quote_id, also_to_room, post_id, send_at, why, answered, no_reply, headings
        FROM planned_message WHERE person_id = $1 ORDER BY send_at, id";
    TAKE = "DELETE FROM planned_message WHERE id = $1 AND org_id = $2";
    SAVE = "INSERT INTO saved_message (person_id, message_id, room_id, saved_at, remind_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (person_id, message_id) DO UPDATE SET remind_at = excluded.remind_at, reminded_at = NULL, done_at = NULL";
    SAVE_AGAIN = "INSERT INTO saved_message (person_id, message_id, room_id, saved_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (person_id, message_id) DO UPDATE SET done_at = NULL";
    COUNT_SAVED = "SELECT COUNT(*) FROM saved_message WHERE person_id = $1";
    DONE = "UPDATE saved_message SET done_at = $3 WHERE person_id = $1 AND message_id = $2";
    LET_GO = "DELETE FROM saved_message WHERE person_id = $1 AND message_id = $2";
    REMIND = "UPDATE saved_message SET reminded_at = $3
        WHERE person_id = $1 AND message_id = $2 AND remind_at <= $3 AND reminded_at IS NULL AND done_at IS NULL";
    SAVED = "SELECT message_id, room_id, saved_at, remind_at, reminded_at, done_at FROM saved_message
        WHERE person_id = $1 AND message_id = $2";
    // What somebody was reminded of stands above all else, until it is done.
    SAVED_PAGE = "SELECT s.message_id, s.room_id, s.saved_at, s.remind_at, s.reminded_at, s.done_at
        FROM (SELECT message_id, room_id, saved_at, remind_at, reminded_at, done_at,
                CAST(CASE WHEN reminded_at IS NOT NULL AND done_at IS NULL THEN 1 ELSE 0 END AS BIGINT) AS due
            FROM saved_message WHERE person_id = $1) s JOIN room r ON r.id = s.room_id
        WHERE (s.done_at IS NOT NULL) = $2 AND (s.due, s.saved_at, s.message_id) < ($3, $4, $5)
          AND (r.kind = 'open' AND $6 OR EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = r.id AND m.person_id = $1))
        ORDER BY s.due DESC, s.saved_at DESC, s.message_id DESC LIMIT $7";
    // What they were reminded of counts as long as they may read it.
    COUNT = "SELECT (SELECT COUNT(*) FROM planned_message p WHERE p.person_id = $1 AND p.why IS NULL),
            (SELECT COUNT(*) FROM planned_message p WHERE p.person_id = $1 AND p.why IS NOT NULL),
            (SELECT COUNT(*) FROM saved_message s JOIN room r ON r.id = s.room_id
             WHERE s.person_id = $1 AND s.reminded_at IS NOT NULL AND s.done_at IS NULL AND (r.kind = 'open' AND $2
               OR EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = r.id AND m.person_id = $1)))";
    DUE_PLANNED = "SELECT id, send_at FROM planned_message WHERE org_id = $1 AND why IS NULL AND send_at <= $2
        AND (send_at, id) > ($3, $4) ORDER BY send_at, id LIMIT $5";
    DUE_SAVED = "SELECT s.person_id, s.message_id FROM saved_message s JOIN room r ON r.id = s.room_id
        WHERE r.org_id = $1 AND s.reminded_at IS NULL AND s.done_at IS NULL AND s.remind_at <= $2
          AND (s.person_id, s.message_id) > ($3, $4) ORDER BY s.person_id, s.message_id LIMIT $5";
    OVERDUE_PLANNED = "SELECT DISTINCT org_id FROM planned_message WHERE why IS NULL AND send_at <= $1 ORDER BY org_id";
    OVERDUE_SAVED = "SELECT DISTINCT r.org_id FROM saved_message s JOIN room r ON r.id = s.room_id
        WHERE s.reminded_at IS NULL AND s.done_at IS NULL AND s.remind_at <= $1 ORDER BY r.org_id";
    // Whoever was not there when it was said has read on to it only if nothing else was unread; and no receipt says that they read anything then.
    PASSED = "UPDATE room_member SET read_seq = CASE WHEN read_seq = CAST($3 AS BIGINT) - 1 THEN $3 ELSE read_seq END, tick = $4
        WHERE person_id = $1 AND room_id = $2";
    PASSED_THREAD = "UPDATE thread_member SET read_seq = CASE WHEN read_seq = CAST($3 AS BIGINT) - 1 THEN $3 ELSE read_seq END, tick = $4
        WHERE person_id = $1 AND thread_id = $2";
    READABLE = "SELECT EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = r.id AND m.person_id = $2), r.kind = 'open'
        FROM room r WHERE r.id = $1";
    IN_ROTA = "SELECT COUNT(*) FROM rota_member WHERE person_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)";
}

/// Something planned, as the table has it.
#[derive(Debug, Clone)]
pub struct PlannedRow {
    /// Its id.
    pub id: MessageId,
    /// Whose.
    pub person: PersonId,
    /// By which account.
    pub account: AccountId,
    /// Who was using it, when that is a shared one.
    pub operator: Option<PersonId>,
    /// The room.
    pub room: RoomId,
    /// The thread.
    pub thread: Option<MessageId>,
    /// The words.
    pub body: String,
    /// The message that it answers.
    pub quote: Option<MessageId>,
    /// The room is told as well.
    pub also_to_room: bool,
    /// The post as whose holder.
    pub post: Option<PostId>,
    /// When.
    pub send_at: Timestamp,
    /// Why it was not said.
    pub why: Option<String>,
    /// What its author answered about a personal number in it.
    pub answered: Option<Answered>,
    /// They want no reply.
    pub no_reply: bool,
    /// What its author says of links in it.
    pub headings: Vec<LinkHeading>,
}

/// Something put by, as the table has it.
#[derive(Debug, Clone)]
pub struct SavedRow {
    /// Which message.
    pub message: MessageId,
    /// Its room.
    pub room: RoomId,
    /// When it was put by.
    pub saved_at: Timestamp,
    /// When they want to be reminded.
    pub remind_at: Option<Timestamp>,
    /// When they were.
    pub reminded_at: Option<Timestamp>,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

fn planned(row: &Row) -> PlannedRow {
    PlannedRow {
        id: row.get(0),
        person: row.get(1),
        account: row.get(2),
        operator: row.get(3),
        room: row.get(4),
        thread: row.get(5),
        body: row.get(6),
        quote: row.get(7),
        also_to_room: row.get(8),
        post: row.get(9),
        send_at: row.get(10),
        why: row.get(11),
        answered: row
            .get::<Option<String>>(12)
            .map(|answered| serde_json::from_str(&answered).expect("the database holds answers that we wrote")),
        no_reply: row.get(13),
        headings: serde_json::from_str(&row.get::<String>(14)).expect("the database holds headings that we wrote"),
    }
}

fn saved(row: &Row) -> SavedRow {
    SavedRow {
        message: row.get(0),
        room: row.get(1),
        saved_at: row.get(2),
        remind_at: row.get(3),
        reminded_at: row.get(4),
        done_at: row.get(5),
    }
}

fn answered_text(row: &PlannedRow) -> Option<String> {
    row.answered.as_ref().map(|answered| serde_json::to_string(answered).expect("an answer is plain data"))
}

fn headings_text(row: &PlannedRow) -> String {
    serde_json::to_string(&row.headings).expect("headings are plain data")
}

/// Keeps what is to be said.
pub fn plan(tx: &mut Tx<'_>, row: &PlannedRow) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &PLAN,
        &[
            &row.id,
            &org,
            &row.person,
            &row.account,
            &row.operator,
            &row.room,
            &row.thread,
            &row.body,
            &row.quote,
            &row.also_to_room,
            &row.post,
            &row.send_at,
            &tick,
            &answered_text(row),
            &row.no_reply,
            &headings_text(row),
        ],
    )
}

/// Keeps other words or another moment, or why it was not said.
pub fn change(tx: &mut Tx<'_>, row: &PlannedRow) -> Result<()> {
    let tick = tx.tick()?;
    tx.run(&CHANGE, &[&row.id, &row.body, &row.send_at, &row.why, &tick, &answered_text(row), &headings_text(row)])
}

/// What is planned under an id in the actor's organisation, by whomever.
pub fn get(conn: &mut Conn<'_>, id: MessageId) -> Result<Option<PlannedRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&id, &org])?.as_ref().map(planned))
}

/// Whether another organisation has something planned under an id.
pub fn is_elsewhere(conn: &mut Conn<'_>, id: MessageId) -> Result<bool> {
    Ok(conn.row(&ANYWHERE, &[&id])?.is_some())
}

/// All that somebody has planned, the next first.
pub fn of_person(conn: &mut Conn<'_>, person: PersonId) -> Result<Vec<PlannedRow>> {
    Ok(conn.rows(&OF_PERSON, &[&person])?.iter().map(planned).collect())
}

/// Takes it away; false when it was gone.
pub fn take(tx: &mut Tx<'_>, id: MessageId) -> Result<bool> {
    let org = tx.actor().org;
    Ok(tx.execute(&TAKE, &[&id, &org])? == 1)
}

/// Puts a message by for the actor, with a reminder, or with none.
pub fn save(tx: &mut Tx<'_>, message: MessageId, room: RoomId, remind_at: Option<Timestamp>) -> Result<()> {
    let (person, now) = (tx.actor().person, tx.now());
    tx.run(&SAVE, &[&person, &message, &room, &now, &remind_at])
}

/// [`save`] without a word about a reminder: one that stands already stays.
pub fn save_again(tx: &mut Tx<'_>, message: MessageId, room: RoomId) -> Result<()> {
    let (person, now) = (tx.actor().person, tx.now());
    tx.run(&SAVE_AGAIN, &[&person, &message, &room, &now])
}

/// How many messages the actor has put by.
pub fn count_saved(conn: &mut Conn<'_>) -> Result<i64> {
    let person = conn.actor().person;
    Ok(conn.one(&COUNT_SAVED, &[&person])?.get(0))
}

/// What of the actor's organisation is to be said by now, after one on, the earliest first.
pub fn due_planned(
    conn: &mut Conn<'_>,
    after: (Timestamp, MessageId),
    limit: usize,
) -> Result<Vec<(Timestamp, MessageId)>> {
    let (org, now) = (conn.actor().org, conn.now());
    let rows = conn.rows(&DUE_PLANNED, &[&org, &now, &after.0, &after.1, &limit])?;
    Ok(rows.iter().map(|row| (row.get(1), row.get(0))).collect())
}

/// Of what somebody of the actor's organisation is to be reminded by now, after one on.
pub fn due_saved(
    conn: &mut Conn<'_>,
    after: (PersonId, MessageId),
    limit: usize,
) -> Result<Vec<(PersonId, MessageId)>> {
    let (org, now) = (conn.actor().org, conn.now());
    let rows = conn.rows(&DUE_SAVED, &[&org, &now, &after.0, &after.1, &limit])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// The organisations in which something was to be said before a moment, and those in which somebody was to be reminded.
pub fn overdue(conn: &mut Conn<'_>, before: Timestamp) -> Result<(Vec<OrgId>, Vec<OrgId>)> {
    let read = |rows: Vec<Row>| rows.iter().map(|row| row.get(0)).collect();
    Ok((read(conn.rows(&OVERDUE_PLANNED, &[&before])?), read(conn.rows(&OVERDUE_SAVED, &[&before])?)))
}

/// Notes that something was said in somebody's name while they were not there: what is unread stays so.
pub fn passed(tx: &mut Tx<'_>, room: RoomId, person: PersonId, seq: i64) -> Result<()> {
    let tick = tx.tick()?;
    tx.run(&PASSED, &[&person, &room, &seq, &tick])
}

/// [`passed`] in a thread.
pub fn passed_thread(tx: &mut Tx<'_>, thread: &Thread, person: PersonId) -> Result<()> {
    let tick = tx.tick()?;
    tx.run(&PASSED_THREAD, &[&person, &thread.id, &thread.last_seq, &tick])
}

/// Whether somebody of the staff belongs to a room, and whether it is open to all of the staff.
pub fn readable(conn: &mut Conn<'_>, room: RoomId, person: PersonId) -> Result<(bool, bool)> {
    let row = conn.one(&READABLE, &[&room, &person])?;
    Ok((row.get(0), row.get(1)))
}

/// Notes that it is done, or is not.
pub fn set_done(tx: &mut Tx<'_>, message: MessageId, at: Option<Timestamp>) -> Result<bool> {
    let person = tx.actor().person;
    Ok(tx.execute(&DONE, &[&person, &message, &at])? == 1)
}

/// Lets go of it.
pub fn let_go(tx: &mut Tx<'_>, message: MessageId) -> Result<bool> {
    let person = tx.actor().person;
    Ok(tx.execute(&LET_GO, &[&person, &message])? == 1)
}

/// Notes that somebody is reminded, once; false when there is nothing to be reminded of any more.
pub fn remind(tx: &mut Tx<'_>, person: PersonId, message: MessageId) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(&REMIND, &[&person, &message, &now])? == 1)
}

/// When somebody wants to be reminded of a message that they have put by.
pub fn remind_at(conn: &mut Conn<'_>, person: PersonId, message: MessageId) -> Result<Option<Timestamp>> {
    Ok(conn.row(&SAVED, &[&person, &message])?.and_then(|row| row.get(3)))
}

/// Whether the actor has put a message by.
pub fn saved_one(conn: &mut Conn<'_>, message: MessageId) -> Result<Option<SavedRow>> {
    let person = conn.actor().person;
    Ok(conn.row(&SAVED, &[&person, &message])?.as_ref().map(saved))
}

/// What the actor has put by and may read, done or not, what is due first, then the newest.
pub fn saved_page(
    conn: &mut Conn<'_>,
    done: bool,
    before: (i64, Timestamp, MessageId),
    limit: usize,
) -> Result<Vec<SavedRow>> {
    let actor = conn.actor();
    let staff = actor.outsider.is_none();
    let rows = conn.rows(&SAVED_PAGE, &[&actor.person, &done, &before.0, &before.1, &before.2, &staff, &limit])?;
    Ok(rows.iter().map(saved).collect())
}

/// How much waits for somebody.
pub fn count(conn: &mut Conn<'_>, person: PersonId, staff: bool) -> Result<Later> {
    let row = conn.one(&COUNT, &[&person, &staff])?;
    Ok(Later { planned: row.get(0), failed: row.get(1), due: row.get(2) })
}

/// Whether somebody belongs to a rota on a day.
pub fn in_rota(conn: &mut Conn<'_>, person: PersonId, day: jiff::civil::Date) -> Result<bool> {
    Ok(conn.one(&IN_ROTA, &[&person, &day.to_string()])?.get::<i64>(0) > 0)
}

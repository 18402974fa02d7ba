//! Lists of tasks: of a room, of somebody, and those that somebody leaves with a post. What is open comes by its day, what has none last; what
//! is done, the newest first.

use super::tasks::{tasks, whole};
use crate::model::{Held, TaskId, TaskRow};
use db::{Conn, List, ToValue};
use directory::model::{TitleId, UnitId};
use kernel::{PersonId, Result, Timestamp};
use rooms::model::RoomId;

/// Where a page of open tasks goes on: after a day and an id.
pub type AfterOpen = (String, TaskId);

/// Where a page of what is done goes on: before a moment and an id.
pub type BeforeDone = (Timestamp, TaskId);

/// Later than every day, for what has none.
pub const NEVER: &str = "9999-12-31";

db::statements! {
    ROOM_OPEN = tasks!("WHERE t.room_id = $1 AND t.org_id + 0 = $2 AND t.state <> 'done' AND (COALESCE(t.due_on, '9999-12-31'), t.id) > ($3, $4)
        ORDER BY COALESCE(t.due_on, '9999-12-31'), t.id LIMIT $5");
    ROOM_DONE = tasks!("WHERE t.room_id = $1 AND t.org_id + 0 = $2 AND t.state = 'done' AND (COALESCE(t.done_at, t.created_at), t.id) < ($3, $4)
        ORDER BY COALESCE(t.done_at, t.created_at) DESC, t.id DESC LIMIT $5");
    // `$3` are the posts that the person holds today; a part for a unit is for whoever holds any in it.
    MINE_OPEN = tasks!("WHERE t.org_id = $1 AND t.state <> 'done' AND t.id IN (
            SELECT p.task_id FROM task_part p WHERE p.person_id = $2 AND p.waits
            UNION SELECT p.task_id FROM task_part p JOIN {each $3 AS h: unit BIGINT, title BIGINT} ON p.unit_id = h.unit
            WHERE p.waits AND (p.title_id IS NULL OR p.title_id = h.title))
          AND (COALESCE(t.due_on, '9999-12-31'), t.id) > ($4, $5)
        ORDER BY COALESCE(t.due_on, '9999-12-31'), t.id LIMIT $6");
    MINE_DONE = tasks!("WHERE t.org_id = $1 AND t.id IN (SELECT d.id FROM task d WHERE d.done_by = $2
            UNION SELECT p.task_id FROM task_part p WHERE p.done_by = $2)
          AND (COALESCE(t.done_at, t.created_at), t.id) < ($3, $4)
        ORDER BY COALESCE(t.done_at, t.created_at) DESC, t.id DESC LIMIT $5");
    MADE_OPEN = tasks!("WHERE t.maker_id = $2 AND t.org_id + 0 = $1 AND t.state <> 'done' AND (COALESCE(t.due_on, '9999-12-31'), t.id) > ($3, $4)
        ORDER BY COALESCE(t.due_on, '9999-12-31'), t.id LIMIT $5");
    MADE_DONE = tasks!("WHERE t.maker_id = $2 AND t.org_id + 0 = $1 AND t.state = 'done' AND (COALESCE(t.done_at, t.created_at), t.id) < ($3, $4)
        ORDER BY COALESCE(t.done_at, t.created_at) DESC, t.id DESC LIMIT $5");
    LEFT = tasks!("WHERE t.org_id = $1 AND t.state <> 'done' AND t.id IN (
            SELECT p.task_id FROM task_part p WHERE p.person_id = $2 AND p.waits
            UNION SELECT p.task_id FROM task_part p WHERE p.unit_id = $3 AND p.waits AND (p.title_id IS NULL OR p.title_id = $4))
        ORDER BY COALESCE(t.due_on, '9999-12-31'), t.id LIMIT $5");
}

fn start(after: Option<AfterOpen>) -> AfterOpen {
    after.unwrap_or_else(|| (String::new(), TaskId::from_raw(i64::MIN)))
}

fn end(before: Option<BeforeDone>) -> BeforeDone {
    before.unwrap_or((Timestamp::from_micros(i64::MAX), TaskId::from_raw(i64::MAX)))
}

/// By what a page of open tasks goes on.
pub fn key(task: &TaskRow) -> AfterOpen {
    (task.due.map_or_else(|| NEVER.to_owned(), |day| day.to_string()), task.id)
}

/// By what a page of what is done goes on. Of what waits for others' parts the moment is when it was made.
pub fn done_key(task: &TaskRow) -> BeforeDone {
    (task.done.map_or(task.created_at, |done| done.at), task.id)
}

/// What is open in a room.
pub fn room_open(conn: &mut Conn<'_>, room: RoomId, after: Option<AfterOpen>, limit: usize) -> Result<Vec<TaskRow>> {
    let (org, (day, id)) = (conn.actor().org, start(after));
    let rows = conn.rows(&ROOM_OPEN, &[&room, &org, &day, &id, &limit])?;
    whole(conn, &rows)
}

/// What is done in a room.
pub fn room_done(conn: &mut Conn<'_>, room: RoomId, before: Option<BeforeDone>, limit: usize) -> Result<Vec<TaskRow>> {
    let (org, (at, id)) = (conn.actor().org, end(before));
    let rows = conn.rows(&ROOM_DONE, &[&room, &org, &at, &id, &limit])?;
    whole(conn, &rows)
}

/// What is the actor's to do, by name or by the posts that they hold.
pub fn mine_open(conn: &mut Conn<'_>, held: &[Held], after: Option<AfterOpen>, limit: usize) -> Result<Vec<TaskRow>> {
    let (actor, (day, id)) = (conn.actor(), start(after));
    let held = List::rows(held.iter().map(|(unit, title)| [unit.to_value(), title.to_value()]));
    let rows = conn.rows(&MINE_OPEN, &[&actor.org, &actor.person, &held, &day, &id, &limit])?;
    whole(conn, &rows)
}

/// What the actor has done.
pub fn mine_done(conn: &mut Conn<'_>, before: Option<BeforeDone>, limit: usize) -> Result<Vec<TaskRow>> {
    let (actor, (at, id)) = (conn.actor(), end(before));
    let rows = conn.rows(&MINE_DONE, &[&actor.org, &actor.person, &at, &id, &limit])?;
    whole(conn, &rows)
}

/// What the actor has made and is open.
pub fn made_open(conn: &mut Conn<'_>, after: Option<AfterOpen>, limit: usize) -> Result<Vec<TaskRow>> {
    let (actor, (day, id)) = (conn.actor(), start(after));
    let rows = conn.rows(&MADE_OPEN, &[&actor.org, &actor.person, &day, &id, &limit])?;
    whole(conn, &rows)
}

/// What the actor has made and is done.
pub fn made_done(conn: &mut Conn<'_>, before: Option<BeforeDone>, limit: usize) -> Result<Vec<TaskRow>> {
    let (actor, (at, id)) = (conn.actor(), end(before));
    let rows = conn.rows(&MADE_DONE, &[&actor.org, &actor.person, &at, &id, &limit])?;
    whole(conn, &rows)
}

/// What somebody who leaves a post has open, by name or by that post.
pub fn left(
    conn: &mut Conn<'_>,
    person: PersonId,
    (unit, title): (UnitId, Option<TitleId>),
    limit: usize,
) -> Result<Vec<TaskRow>> {
    let org = conn.actor().org;
    let rows = conn.rows(&LEFT, &[&org, &person, &unit, &title, &limit])?;
    whole(conn, &rows)
}

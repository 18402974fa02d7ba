//! The talk's use cases.

pub mod albums;
mod calling;
pub mod cards;
pub mod carry;
mod circles;
pub mod downloads;
pub mod files;
pub mod following;
pub mod forwards;
pub mod handing_over;
pub mod inspections;
pub mod members;
mod memos;
pub mod mentions;
pub mod number_guard;
pub mod off_hours;
mod opening;
pub mod orders;
pub mod outside_talk;
pub mod personal;
pub mod pins;
pub mod planned;
pub mod reacting;
pub mod receipts;
pub mod requests;
pub mod rooms;
pub mod saved;
pub mod searching;
pub mod sharing;
pub mod talk;
pub mod templates;
pub mod threads;
pub mod together;
pub mod versions;
pub mod view;

use crate::model::{Mine, OperatorName, PostName, RoomId, RoomKind};
use crate::policy;
use crate::store;
use crate::store::rooms::RoomRow;
use db::{Conn, Tx};
use directory::model::PostId;
use directory::service::grants;
use directory::store::people;
use kernel::{Actor, Error, Face, Function, Jst, PersonId, Result, Verb};

/// Who is using the shared account that is the actor, as what it does will name them.
fn operator(conn: &mut Conn<'_>) -> Result<Option<OperatorName>> {
    let Some(id) = conn.actor().operator else { return Ok(None) };
    Ok(operators(conn, &[id])?.pop())
}

/// Some operators by name.
fn operators(conn: &mut Conn<'_>, ids: &[PersonId]) -> Result<Vec<OperatorName>> {
    let briefs = people::briefs(conn, ids)?;
    Ok(briefs.into_iter().map(|person| OperatorName { id: person.id, name: person.name }).collect())
}

/// A post that the actor holds today, as what they write as its holder will name it.
fn held_post(conn: &mut Conn<'_>, id: PostId) -> Result<PostName> {
    let (person, today) = (conn.actor().person, Jst::date(conn.now()));
    let posts = people::posts_of(conn, &[person])?.remove(&person).unwrap_or_default();
    let held = posts.into_iter().find(|post| post.id == id && post.holds_on(today));
    held.map(|post| PostName { name: post.name, kind: post.kind }).ok_or_else(|| Error::field("as_post", "unknown"))
}

/// A room and the actor's side of it.
fn room(conn: &mut Conn<'_>, id: RoomId) -> Result<(RoomRow, Option<Mine>)> {
    let found = store::rooms::get(conn, id)?;
    let follows =
        |(room, mine): &(RoomRow, Option<Mine>)| mine.is_none() && matches!(room.kind, RoomKind::Unit | RoomKind::Rule);
    // Who looks after rooms is asked only of whoever does not belong to it.
    let actor = match found.as_ref().is_some_and(follows) && !conn.actor().administers() {
        true => Actor { powers: grants::powers(conn)?, ..conn.actor() },
        false => conn.actor(),
    };
    seen(&actor, found)
}

/// A room as the actor may know of it. A direct or private room of others is not there, an open one is.
fn seen(actor: &Actor, found: Option<(RoomRow, Option<Mine>)>) -> Result<(RoomRow, Option<Mine>)> {
    let (room, mine) = found.ok_or_else(Error::not_found)?;
    // Who looks after rooms may know that one that follows the organisation exists, without reading it.
    let known = match room.kind {
        RoomKind::Unit | RoomKind::Rule => actor.may(Function::Rooms, Verb::See),
        // The program itself follows who is at a desk.
        RoomKind::Request => actor.face == Face::System,
        _ => false,
    };
    if mine.is_some() || policy::is_open_to(actor, &room) || known { Ok((room, mine)) } else { Err(Error::not_found()) }
}

/// Locks a room, then reads it.
fn held(tx: &mut Tx<'_>, id: RoomId) -> Result<(RoomRow, Option<Mine>)> {
    tx.lock(db::Lock::Group(id.raw()))?;
    room(tx, id)
}

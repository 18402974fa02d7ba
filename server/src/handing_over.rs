//! What the first version of a handover is made from: each feature's part, put into the lines of one.

use chat::model::{RoomId, RoomKind};
use chat::service::handing_over as talk;
use chat::store::handing_over::{LeftRoom, OpenThread};
use db::Conn;
use directory::model::GuestKind;
use directory::store::outsiders::{self, Outsider};
use directory::store::{grants, people};
use handovers::model::{Found, Leaving, Source};
use handovers::service::sources::Gather;
use kernel::{PersonId, Result};
use serde::Serialize;
use std::collections::HashMap;

/// Tasks of one person at most.
const MOST_TASKS: usize = 100;
/// Guests and bots of one person at most.
const MOST_OUTSIDERS: usize = 100;

/// All of them.
pub(crate) const SOURCES: &[Gather] = &[said, asked_of, answered_for, given];

/// A word of the product as the API has it.
fn word(thing: impl Serialize) -> String {
    match serde_json::to_value(thing) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a kind is a word, not {other:?}"),
    }
}

fn names(conn: &mut Conn<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, String>> {
    Ok(people::briefs(conn, ids)?.into_iter().map(|brief| (brief.id, brief.name)).collect())
}

/// Requests, rooms and threads.
fn said(conn: &mut Conn<'_>, leaving: &Leaving) -> Result<Vec<Found>> {
    let open = talk::open(conn, leaving.person, leaving.unit, leaving.title)?;
    let asked: Vec<PersonId> = open.requests.iter().map(|request| request.asked_by).collect();
    let names = names(conn, &asked)?;
    let mut lines = Vec::new();
    for request in open.requests {
        let id = request.room.to_string();
        let is_claimed = request.claimed_by == Some(leaving.person);
        let codes = [Some(if request.to_post { "post" } else { "desk" }), is_claimed.then_some("claimed")];
        lines.push(Found {
            words: request.body.unwrap_or_default(),
            name: names.get(&request.asked_by).cloned().unwrap_or_default(),
            codes: codes.into_iter().flatten().map(str::to_owned).collect(),
            at: Some(request.asked_at),
            room_id: Some(id.clone()),
            of_post: request.to_post,
            ..Found::new(Source::Request, format!("request:{id}"), request.name)
        });
    }
    let threads = open.threads.iter().filter_map(|thread| self::thread(thread, &open.rooms)).collect::<Vec<_>>();
    lines.extend(open.rooms.into_iter().map(room));
    lines.extend(threads);
    Ok(lines)
}

fn is_of_unit(kind: RoomKind) -> bool {
    kind == RoomKind::Unit
}

fn room(room: LeftRoom) -> Found {
    let id = room.room.to_string();
    let mut codes = vec![word(room.kind)];
    codes.extend(room.is_owner.then(|| "owner".to_owned()));
    codes.extend(room.alone.then(|| "alone".to_owned()));
    Found {
        words: room.purpose,
        codes,
        count: Some(room.members),
        room_id: Some(id.clone()),
        of_post: is_of_unit(room.kind),
        ..Found::new(Source::Room, format!("room:{id}"), room.name)
    }
}

fn thread(thread: &OpenThread, rooms: &[LeftRoom]) -> Option<Found> {
    let room = rooms.iter().find(|room| room.room == thread.room)?;
    let body = thread.body.clone().unwrap_or_default();
    let (title, words) = match &thread.title {
        Some(title) => (title.clone(), body),
        None => (body, String::new()),
    };
    Some(Found {
        words,
        name: room.name.clone(),
        codes: thread.is_own.then(|| "own".to_owned()).into_iter().collect(),
        count: Some(thread.replies),
        at: Some(thread.last_at),
        room_id: Some(thread.room.to_string()),
        message_id: Some(thread.root.to_string()),
        of_post: is_of_unit(room.kind),
        ..Found::new(Source::Thread, format!("thread:{}", thread.root), title)
    })
}

/// Tasks that are the post's, or theirs by name where they read the room still. What somebody was given in a direct room, or set themselves among
/// their memos, is between those. Notes are excerpts, and of what others wrote in a closed room there is none: others read the paper than those in
/// the room.
fn asked_of(conn: &mut Conn<'_>, leaving: &Leaving) -> Result<Vec<Found>> {
    let open = tasks::service::left(conn, leaving.person, (leaving.unit, leaving.title), MOST_TASKS)?;
    let makers: Vec<PersonId> = open.iter().map(|task| task.maker).collect();
    let names = names(conn, &makers)?;
    let rooms: Vec<RoomId> = open.iter().map(|task| task.room).collect();
    let live = chat::store::members::live_of(conn, leaving.person, &rooms)?;
    let rooms = chat::store::rooms::get_all(conn, &rooms)?;
    let kind = |room: &RoomId| rooms.get(room).map_or(RoomKind::Direct, |(room, _)| room.kind);
    let lines = open.into_iter().filter_map(|task| {
        let of_post = task.is_for_post(leaving.person, &[(leaving.unit, leaving.title)]);
        if !of_post && (kind(&task.room) == RoomKind::Direct || !live.contains(&task.room)) {
            return None;
        }
        let is_closed = matches!(kind(&task.room), RoomKind::Private | RoomKind::Rule);
        let is_told = of_post || !is_closed || task.maker == leaving.person;
        Some(Found {
            words: if is_told { talk::excerpt(&task.note) } else { String::new() },
            name: names.get(&task.maker).cloned().unwrap_or_default(),
            codes: of_post.then(|| "post".to_owned()).into_iter().collect(),
            until: task.due,
            room_id: Some(task.room.to_string()),
            // A task has the id of its message, to which its place leads.
            message_id: Some(task.id.to_string()),
            of_post,
            ..Found::new(Source::Task, format!("task:{}", task.id), task.title)
        })
    });
    Ok(lines.collect())
}

/// Guests and bots. Of residents, whom nobody finds but who answers for them, there is no more than how many they are.
fn answered_for(conn: &mut Conn<'_>, leaving: &Leaving) -> Result<Vec<Found>> {
    let found = outsiders::of_sponsor(conn, leaving.person, MOST_OUTSIDERS)?;
    let is_resident = |outsider: &Outsider| outsider.kind == Some(GuestKind::Resident);
    let (residents, found): (Vec<Outsider>, Vec<Outsider>) = found.into_iter().partition(is_resident);
    let ids: Vec<PersonId> = found.iter().map(|outsider| outsider.person).collect();
    let mut known: HashMap<PersonId, _> =
        people::of_ids(conn, &ids)?.into_iter().map(|person| (person.brief.id, person)).collect();
    let lines = found.into_iter().filter_map(|outsider| {
        let person = known.remove(&outsider.person)?;
        Some(Found {
            words: outsider.purpose,
            name: person.brief.unit.clone().unwrap_or_default(),
            codes: vec![outsider.kind.map_or_else(|| "bot".to_owned(), |kind: GuestKind| word(kind))],
            until: person.left_on,
            ..Found::new(Source::Outsider, format!("outsider:{}", outsider.person), person.brief.name)
        })
    });
    let mut lines: Vec<Found> = lines.collect();
    if !residents.is_empty() {
        // The client says in words how many.
        lines.push(Found {
            codes: vec![word(GuestKind::Resident)],
            count: i64::try_from(residents.len()).ok(),
            ..Found::new(Source::Outsider, "outsider:residents".to_owned(), String::new())
        });
    }
    Ok(lines)
}

/// Shares of the administration that were given by name: those of a post go to whoever holds it by themselves.
fn given(conn: &mut Conn<'_>, leaving: &Leaving) -> Result<Vec<Found>> {
    let parts = grants::by_name(conn, leaving.person)?;
    let lines = parts.into_iter().map(|named| {
        let (function, scope) = (word(named.part.function), word(named.scope));
        // The client says in words what was given.
        Found {
            codes: vec![function.clone(), word(named.part.verb), scope],
            until: named.until,
            ..Found::new(Source::Share, format!("share:{}:{function}", named.grant), String::new())
        }
    });
    Ok(lines.collect())
}

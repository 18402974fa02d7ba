//! What somebody who leaves a unit has open in the talk, for whoever comes after them: requests, rooms, threads. Directs are nobody else's.

use super::view::Names;
use crate::model::{RoomId, RoomKind};
use crate::store::handing_over::{self as store, LeftRoom, OpenRequest, OpenThread};
use db::Conn;
use directory::model::{TitleId, UnitId};
use kernel::{PersonId, Result};

/// Requests and rooms at most.
const MOST: usize = 100;
/// Threads at most: what is older is settled in fact.
const MOST_THREADS: usize = 30;
/// Graphemes of what was said.
const EXCERPT: usize = 120;

/// What is open of somebody who leaves a unit.
#[derive(Debug, Clone, Default)]
pub struct Open {
    /// Requests to the post and those that they see to, the oldest first.
    pub requests: Vec<OpenRequest>,
    /// The unit's room, and those that they manage.
    pub rooms: Vec<LeftRoom>,
    /// Threads in these, with the newest words first.
    pub threads: Vec<OpenThread>,
}

/// Words as they stand in a handover.
pub fn excerpt(words: &str) -> String {
    Names::default().excerpt(words, EXCERPT)
}

/// What is open of somebody who leaves a post. Bodies are excerpts in which nobody is named: others read them than those in the room, and of
/// private rooms they have only the threads below the person's own words.
pub fn open(conn: &mut Conn<'_>, person: PersonId, unit: UnitId, title: Option<TitleId>) -> Result<Open> {
    let mut requests = store::requests(conn, person, (unit, title), MOST)?;
    let rooms = store::rooms(conn, person, unit, MOST)?;
    let ids: Vec<RoomId> = rooms.iter().map(|room| room.room).collect();
    let mut threads = store::threads(conn, person, &ids, MOST_THREADS)?;
    let names = Names::default();
    let excerpt = |body: &mut Option<String>| {
        if let Some(body) = body {
            *body = names.excerpt(body, EXCERPT);
        }
    };
    requests.iter_mut().for_each(|request| excerpt(&mut request.body));
    for thread in &mut threads {
        let room = rooms.iter().find(|room| room.room == thread.room);
        let is_closed = room.is_none_or(|room| matches!(room.kind, RoomKind::Private | RoomKind::Rule));
        if is_closed && !thread.is_own {
            (thread.title, thread.body) = (None, None);
        }
        excerpt(&mut thread.body);
    }
    // Without a title and without words nobody knows which it is.
    threads.retain(|thread| thread.title.is_some() || thread.body.as_deref().is_some_and(|body| !body.is_empty()));
    Ok(Open { requests, rooms, threads })
}

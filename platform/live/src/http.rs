//! The live doors: WebSocket, and server-sent events with a plain POST where a proxy breaks WebSockets.

use crate::hub::{Connection, Hub, Joined, RESUME};
use crate::protocol::{FromClient, ToClient, event_frame};
use db::{Conn, List};
use futures_util::Stream;
use kernel::{Error, Result, Tick};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use web::{Access, Cx, Frame, In, Json, Reply, Routes, Socket};

/// Reads which groups the actor is subscribed to; every feature that has groups adds one.
pub type Groups = fn(&mut Conn<'_>) -> Result<Vec<i64>>;

/// The live part of the program.
pub struct Live {
    /// The hub.
    pub hub: Arc<Hub>,
    groups: Vec<Groups>,
    turns: Semaphore,
}

/// How many are admitted at the same time. Everybody who comes back after a restart asks the database where they stand; with all of
/// them in its queue, somebody who opens a room would wait behind 21,036 others.
const TURNS: usize = 16;

/// How long a fresh WebSocket may stay silent before it has said where it stands.
const HELLO_WITHIN: Duration = Duration::from_secs(15);
/// Heartbeats tell the position; proxies commonly close what is silent for a minute.
const BEAT_EVERY: Duration = Duration::from_secs(25);

#[derive(Deserialize, JsonSchema)]
struct Stand {
    epoch: String,
    tick: Tick,
}

#[derive(Deserialize, JsonSchema)]
struct Say {
    /// The connection's name from its first frame.
    connection: String,
    /// A frame as a WebSocket client would send it.
    frame: serde_json::Value,
}

/// The endpoints.
pub fn routes() -> Routes {
    Routes::new("live")
        .socket("GET /live", "live", "The stream of events over a WebSocket.", Access::SignedIn, serve)
        .stream(
            "GET /live/sse",
            "live_sse",
            "The stream of events as server-sent events.",
            Access::SignedIn,
            |cx: Cx, stand: Stand| async move { events(cx, stand).await },
        )
        .on(
            "POST /live/say",
            "live_say",
            "What a client of server-sent events says: what it looks at, that it types.",
            Access::SignedIn,
            say,
        )
        .open_on_leave(&["live_say"])
        .open_to_guests(&["live", "live_sse", "live_say"])
        .open_to_bots(&["live", "live_sse", "live_say"])
}

async fn say(cx: Cx, input: In<(), (), Json<Say>>) -> Result<Reply> {
    let Json(say) = input.body;
    let hub = cx.part::<Live>().hub.clone();
    let key = say.connection.parse().map_err(|_| Error::field("connection", "invalid"))?;
    let said: FromClient =
        serde_json::from_value(say.frame).map_err(|error| Error::field("frame", "invalid").because(error))?;
    // Another person's connection is not there at all for this one.
    if hub.actor_of(key).map(|actor| actor.face) != Some(cx.actor().face) {
        return Err(Error::not_found());
    }
    hub.hear(key, said);
    Ok(Reply::none())
}

struct Admitted {
    connection: Connection,
    first: Vec<Frame>,
}

/// Connects somebody at their position: what they missed first, then what comes. Whose position is of no use starts afresh
/// where the hub stands.
async fn admit(cx: &Cx, stand: Stand) -> Result<Admitted> {
    let live = cx.part::<Live>();
    let hub = &live.hub;
    if !hub.is_open() {
        return Err(Error::unavailable("closing", "the hub drains"));
    }
    let _turn = live.turns.acquire().await.map_err(|error| Error::unavailable("closing", error))?;
    let mut missed: Vec<Frame> = Vec::new();
    let position = hub.position();
    let mut seen = (stand.epoch == position.epoch).then_some(stand.tick);
    loop {
        // Whoever stands further back than the hub reaches is told from the log first, as of the moment of their groups.
        let (groups, at) = match seen.filter(|seen| !hub.reaches(*seen)) {
            Some(tick) => {
                let past = cx.read(live.log_after(tick)).await?;
                let frames = past.frames.filter(|frames| missed.len() + frames.len() <= hub.limits().replay);
                seen = frames.is_some().then_some(past.at);
                missed.extend(frames.into_iter().flatten());
                (past.groups, past.at)
            }
            None => cx.read(live.subscriptions()).await?,
        };
        // The database and not the hub is asked how far ticks go: an answer to a question may be ahead of the hub.
        seen = seen.filter(|seen| *seen <= at);
        let from = seen.unwrap_or_else(|| hub.position().tick);
        let Joined::At(connection, ring) = hub.join(cx.actor(), &groups, at, from) else {
            continue; // so much happened meanwhile that the hub reaches back no further
        };
        missed.extend(ring);
        if missed.len() > hub.limits().replay {
            seen = None;
        }
        let name = connection.key().to_string();
        let epoch = &position.epoch;
        // Nothing but the client's own tick in `ready`: between that and the hub's lies what follows this frame.
        let hello = match seen {
            Some(_) => ToClient::Ready { connection: name, epoch, tick: stand.tick },
            None => ToClient::Fresh { connection: name, epoch, tick: from },
        };
        let mut first = vec![hello.frame()];
        first.extend(missed.into_iter().take_while(|_| seen.is_some()));
        return Ok(Admitted { connection, first });
    }
}

/// What the log has for somebody who was away.
struct Past {
    groups: HashSet<i64>,
    /// Both are as of here.
    at: Tick,
    /// What they missed; nothing when the log no longer reaches back to them, or it is too much.
    frames: Option<Vec<Frame>>,
}

impl Live {
    /// A door to a hub; `groups` is where subscriptions come from.
    pub fn new(hub: Arc<Hub>, groups: Vec<Groups>) -> Self {
        Self { hub, groups, turns: Semaphore::new(TURNS) }
    }

    /// Reads what the actor is subscribed to, and as of when.
    fn subscriptions(&self) -> impl FnMut(&mut Conn<'_>) -> Result<(HashSet<i64>, Tick)> + Send + 'static {
        let sources = self.groups.clone();
        move |conn| {
            let at = conn.position()?.tick;
            Ok((groups(conn, &sources)?, at))
        }
    }

    /// Reads what the actor missed after a tick. Subscriptions are read in the same snapshot: somebody who came to a group a
    /// moment ago is told of that as well.
    fn log_after(&self, seen: Tick) -> impl FnMut(&mut Conn<'_>) -> Result<Past> + Send + 'static {
        let (sources, limit) = (self.groups.clone(), self.hub.limits().replay);
        move |conn| {
            let span = conn.log_span()?;
            let (at, groups) = (span.position.tick, groups(conn, &sources)?);
            if seen > at || span.oldest.is_some_and(|oldest| seen < oldest - 1) {
                return Ok(Past { groups, at, frames: None });
            }
            let list = List::numbers(groups.iter().copied());
            let events = conn.events_concerning(seen, at, &list, limit as i64 + 1)?;
            let visible = events.iter().filter(|event| event.guard.is_none_or(|group| groups.contains(&group)));
            let frames = (events.len() <= limit).then(|| visible.map(event_frame).collect());
            Ok(Past { groups, at, frames })
        }
    }
}

fn groups(conn: &mut Conn<'_>, sources: &[Groups]) -> Result<HashSet<i64>> {
    let mut groups = HashSet::new();
    for source in sources {
        groups.extend(source(conn)?);
    }
    Ok(groups)
}

async fn serve(cx: Cx, mut socket: Socket) {
    let hello = tokio::time::timeout(HELLO_WITHIN, socket.receive()).await.ok().flatten();
    let stand = match hello.as_deref().map(serde_json::from_str::<FromClient>) {
        Some(Ok(FromClient::Hello { epoch, tick })) => Stand { epoch, tick },
        _ => return socket.close(4400).await,
    };
    let admitted = match admit(&cx, stand).await {
        Ok(admitted) => admitted,
        Err(error) => {
            tracing::warn!(%error, person = %cx.actor().person, "a live connection was refused");
            return socket.close(RESUME).await;
        }
    };
    match socket.into_line() {
        Ok(line) => admitted.connection.hand_over(line, admitted.first),
        Err(error) => tracing::warn!(%error, "a line cannot be taken out of the runtime"),
    }
}

async fn events(cx: Cx, stand: Stand) -> Result<impl Stream<Item = Frame> + Send + 'static> {
    let Admitted { connection, first } = admit(&cx, stand).await?;
    let start = (first.into_iter(), connection);
    Ok(futures_util::stream::unfold(start, |(mut first, mut connection)| async move {
        let frame = match first.next() {
            Some(frame) => frame,
            None => connection.next().await?,
        };
        Some((frame, (first, connection)))
    }))
}

impl Live {
    /// Sends heartbeats and presence until the hub drains.
    pub async fn pulse(self: Arc<Self>) {
        let mut presence = tokio::time::interval(Duration::from_secs(1));
        let mut beat = tokio::time::interval(BEAT_EVERY);
        while self.hub.is_open() {
            tokio::select! {
                _ = presence.tick() => self.hub.tell_presence(),
                _ = beat.tick() => self.hub.beat(),
            }
        }
    }
}

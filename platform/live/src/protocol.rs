//! Frames, as docs/live.md has them.

use kernel::{Committed, PersonId, Tick};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use web::Frame;

/// What a client says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum FromClient {
    /// First: where it stands.
    Hello {
        /// The life of the database that `tick` belongs to.
        epoch: String,
        /// Everything up to here was seen.
        tick: Tick,
    },
    /// Which group is on screen. The wire calls a group a room, the only kind there is to look at.
    Look {
        /// The group, or nothing.
        room: Option<kernel::Id<()>>,
    },
    /// Whose presence is on screen; replaces the last list.
    Watch {
        /// At most 100 count.
        people: Vec<PersonId>,
    },
    /// Somebody is writing.
    Typing {
        /// Where.
        room: kernel::Id<()>,
        /// In which thread, if in one.
        thread: Option<kernel::Id<()>>,
    },
    /// Where the client's hands are at the table where it sits.
    Hand {
        /// Which table.
        table: kernel::Id<()>,
        /// What the others make of it; nothing when it gets up.
        state: Option<String>,
    },
    /// The window is in use.
    Active,
    /// The window is hidden or was not touched for five minutes.
    Idle,
}

/// Whether somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// A device is in use.
    Online,
    /// Connected, but no device is in use.
    Away,
    /// Not connected.
    Offline,
}

#[derive(Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub(crate) enum ToClient<'a> {
    Ready { connection: String, epoch: &'a str, tick: Tick },
    Fresh { connection: String, epoch: &'a str, tick: Tick },
    At { tick: Tick },
    Typing { room: kernel::Id<()>, thread: Option<kernel::Id<()>>, person: PersonId },
    Hand { table: kernel::Id<()>, connection: String, person: PersonId, name: String, state: Option<String> },
    Presence { people: BTreeMap<String, Presence> },
    Bye { retry_ms: u64 },
}

impl ToClient<'_> {
    pub(crate) fn frame(&self) -> Frame {
        Frame::new(serde_json::to_string(self).expect("frames are plain data"))
    }
}

/// An event's frame. The payload is JSON already, so nothing is encoded twice.
pub(crate) fn event_frame(event: &Committed) -> Frame {
    Frame::new(format!("{{\"t\":\"ev\",\"tick\":{},\"kind\":\"{}\",\"p\":{}}}", event.tick, event.kind, event.payload))
}

//! What meetings tell.

use crate::model::{Meeting, Shown};
use kernel::{Event, Topic};
use rooms::model::topic;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// A meeting of the room is new, or is no longer what its row said; or what lies on its table is not.
#[derive(Serialize, JsonSchema)]
pub struct MeetingChanged {
    meeting: Meeting,
}

/// The kind of [`MeetingChanged`].
pub const CHANGED: &str = "meetings.changed";
/// What all at a meeting are shown is something else. Nobody is subscribed to it; it is shown to those who have the meeting open.
pub const SHOWN: &str = "meetings.shown";

/// The meeting at whose table something is shown, if a topic is that of one. As ids are never negative, a room of somebody's that was given
/// the meeting's id hears nothing of it.
pub fn meeting_of(topic: Topic) -> Option<i64> {
    match topic {
        Topic::Group(group) if group < 0 => Some(-group),
        _ => None,
    }
}

/// Tells a room of a meeting as it is now.
pub fn changed(meeting: &Meeting) -> Event {
    Event::new(topic(meeting.room_id), CHANGED, &MeetingChanged { meeting: meeting.clone() })
}

/// Tells those at a meeting of what they are shown.
pub fn shown(shown: &Shown) -> Event {
    Event::new(Topic::Group(-shown.meeting_id.raw()), SHOWN, shown)
}

/// The payloads by kind, for the OpenAPI document. What only those hear who have a meeting open comes to them as a frame, never as an event.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![(CHANGED, generator.subschema_for::<MeetingChanged>())]
}

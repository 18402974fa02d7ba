//! What tasks tell.

use crate::model::{Facts, TaskId, TaskRow};
use jiff::civil::Date;
use kernel::{Event, PersonId, Topic};
use rooms::model::{MessageId, RoomId, topic};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// A task was made, changed, moved, done, or is not done.
#[derive(Serialize, JsonSchema)]
pub struct TaskChanged {
    task: Facts,
}

/// A task went with its message.
#[derive(Serialize, JsonSchema)]
pub struct TaskGone {
    task_id: TaskId,
    room_id: RoomId,
}

/// What concerns somebody who is to do a task.
#[derive(Serialize, JsonSchema)]
pub struct TaskCalls {
    task_id: TaskId,
    room_id: RoomId,
    message_id: MessageId,
    /// What is to be done.
    title: String,
    /// The day on which it is due.
    #[schemars(with = "Option<String>")]
    due_on: Option<Date>,
    /// Who gave it to them; nobody when its day has come.
    #[schemars(with = "Option<String>")]
    by: Option<PersonId>,
}

/// Somebody's list of tasks is another now: whoever shows it asks anew.
#[derive(Serialize, JsonSchema)]
pub struct TasksMoved {
    task_id: TaskId,
}

const CHANGED: &str = "tasks.changed";
const GONE: &str = "tasks.gone";
const ASSIGNED: &str = "tasks.assigned";
const DUE: &str = "tasks.due";
const MOVED: &str = "tasks.moved";

pub(crate) fn changed(task: Facts) -> Event {
    Event::new(topic(task.room_id), CHANGED, &TaskChanged { task })
}

pub(crate) fn gone(task: &TaskRow) -> Event {
    Event::new(topic(task.room), GONE, &TaskGone { task_id: task.id, room_id: task.room })
}

/// Of what somebody has by name they hear while they belong to its room; of what they have by a post, wherever it stands.
fn guarded(event: Event, task: &TaskRow, by_post: bool) -> Event {
    if by_post { event } else { event.guarded_by(task.room.raw()) }
}

fn calls(task: &TaskRow, by: Option<PersonId>) -> TaskCalls {
    TaskCalls {
        task_id: task.id,
        room_id: task.room,
        message_id: task.message(),
        title: task.title.clone(),
        due_on: task.due,
        by,
    }
}

pub(crate) fn assigned(person: PersonId, task: &TaskRow, by: PersonId, by_post: bool) -> Event {
    guarded(Event::new(Topic::Person(person), ASSIGNED, &calls(task, Some(by))), task, by_post)
}

pub(crate) fn due(person: PersonId, task: &TaskRow, by_post: bool) -> Event {
    guarded(Event::new(Topic::Person(person), DUE, &calls(task, None)), task, by_post)
}

pub(crate) fn moved(person: PersonId, task: &TaskRow, by_post: bool) -> Event {
    guarded(Event::new(Topic::Person(person), MOVED, &TasksMoved { task_id: task.id }), task, by_post)
}

/// The payloads by kind, for the OpenAPI document.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![
        (CHANGED, generator.subschema_for::<TaskChanged>()),
        (GONE, generator.subschema_for::<TaskGone>()),
        (ASSIGNED, generator.subschema_for::<TaskCalls>()),
        (DUE, generator.subschema_for::<TaskCalls>()),
        (MOVED, generator.subschema_for::<TasksMoved>()),
    ]
}

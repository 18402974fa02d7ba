//! The endpoints of tasks.

use crate::model::{Counts, Source, State, Task, TaskId, Which, Wish};
use crate::service::{self, Paging, Putting, Seen};
use directory::model::PostId;
use kernel::{PersonId, Result};
use rooms::model::{InspectionId, MessageId, RoomId};
use rooms::service::Talk;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct TaskPath {
    task: TaskId,
}

#[derive(Deserialize, JsonSchema)]
struct InspectedPath {
    inspection: InspectionId,
    task: TaskId,
}

#[derive(Deserialize, JsonSchema)]
struct RoomQuery {
    /// What is done, instead of what is not.
    done: Option<bool>,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct OwnQuery {
    /// Which; what is mine to do when it does not say.
    which: Option<Which>,
    /// What is done, instead of what is not.
    done: Option<bool>,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

fn paging(done: Option<bool>, asked: Option<usize>, after: Option<Cursor>) -> Paging {
    Paging { done: done.unwrap_or(false), limit: limit(asked), after }
}

#[derive(Deserialize, JsonSchema)]
struct NewTask {
    /// Proposed by the client, also the id of the message; the same one twice is the same task once.
    id: TaskId,
    #[serde(flatten)]
    wish: Wish,
    /// The message of the room that it is made from.
    reply_to: Option<MessageId>,
    /// From what in another room, or in a note, it is made.
    source: Option<Source>,
    /// The first message of the thread that it belongs to.
    thread: Option<MessageId>,
    /// Who was using the shared account when they wrote it: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
    /// The post as whose holder they ask; nothing for themselves.
    #[serde(default)]
    as_post: Option<PostId>,
}

#[derive(Deserialize, JsonSchema)]
struct MoveTask {
    state: State,
    /// The round that was seen: of one that is over nothing is said any more.
    round: i64,
    /// Who was using the shared account when they did it: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
}

#[derive(Deserialize, JsonSchema)]
struct DoPart {
    done: bool,
    /// The round that was seen: of one that is over nothing is said any more.
    round: i64,
    /// Who was using the shared account when they did it: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
}

/// The endpoints.
pub fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("tasks")
        .on("POST /rooms/{room}/tasks", "make_task", "Puts a task into a room.", SignedIn, make)
        .on("GET /rooms/{room}/tasks", "list_room_tasks", "The tasks of a room.", SignedIn, of_room)
        .on("GET /tasks", "list_tasks", "What is mine to do, or was made by me.", SignedIn, own)
        .on("GET /me/tasks", "count_tasks", "How much waits for me.", SignedIn, counts)
        .on("GET /tasks/{task}", "get_task", "One task.", SignedIn, get)
        .on("PUT /tasks/{task}", "change_task", "What is to be done, by whom and until when.", SignedIn, change)
        .on("PUT /tasks/{task}/state", "move_task", "How far it is.", SignedIn, move_to)
        .on("PUT /tasks/{task}/part", "do_task", "My part is done, or is not.", SignedIn, do_part)
        .on(
            "GET /inspections/{inspection}/tasks/{task}",
            "get_inspected_task",
            "A task in a room of others, by an inspection.",
            Access::Administrator,
            inspected,
        )
        .talking_on_leave(&["make_task", "change_task", "move_task", "do_task"])
        .open_to_guests(&["list_room_tasks", "get_task", "move_task", "do_task"])
}

async fn make(cx: Cx, input: In<RoomPath, (), Json<NewTask>>) -> Result<Reply<Task>> {
    let (talk, room, Json(new)) = (cx.part::<Talk>(), input.path.room, input.body);
    let putting = Putting {
        id: new.id,
        wish: new.wish,
        quote: new.reply_to,
        source: new.source,
        thread: new.thread,
        operator: new.operator_id,
        as_post: new.as_post,
    };
    let (task, fresh) = cx.write(move |tx| service::make(tx, talk.0, room, &putting)).await?;
    Ok(if fresh { Reply::created(task) } else { Reply::ok(task) })
}

async fn of_room(cx: Cx, input: In<RoomPath, RoomQuery>) -> Result<Reply<Page<Task>>> {
    let (talk, room, query) = (cx.part::<Talk>(), input.path.room, input.query);
    let paging = paging(query.done, query.limit, query.cursor);
    Ok(Reply::ok(cx.read(move |conn| service::of_room(conn, talk.0, room, &paging)).await?))
}

async fn own(cx: Cx, input: In<(), OwnQuery>) -> Result<Reply<Page<Task>>> {
    let (talk, query) = (cx.part::<Talk>(), input.query);
    let which = query.which.unwrap_or_default();
    let paging = paging(query.done, query.limit, query.cursor);
    Ok(Reply::ok(cx.read(move |conn| service::own(conn, talk.0, which, &paging)).await?))
}

async fn counts(cx: Cx, _: In) -> Result<Reply<Counts>> {
    let talk = cx.part::<Talk>();
    Ok(Reply::ok(cx.read(move |conn| service::counts(conn, talk.0)).await?))
}

async fn get(cx: Cx, input: In<TaskPath>) -> Result<Reply<Task>> {
    let (talk, id) = (cx.part::<Talk>(), input.path.task);
    Ok(Reply::ok(cx.read(move |conn| service::get(conn, talk.0, id)).await?))
}

async fn change(cx: Cx, input: In<TaskPath, (), Json<Wish>>) -> Result<Reply<Task>> {
    let (talk, id, Json(wish), seen) = (cx.part::<Talk>(), input.path.task, input.body, cx.if_match()?);
    Ok(Reply::ok(cx.write(move |tx| service::change(tx, talk.0, id, &wish, seen)).await?))
}

async fn move_to(cx: Cx, input: In<TaskPath, (), Json<MoveTask>>) -> Result<Reply<Task>> {
    let (talk, id, Json(MoveTask { state, round, operator_id })) = (cx.part::<Talk>(), input.path.task, input.body);
    let seen = Seen { round, operator: operator_id };
    Ok(Reply::ok(cx.write(move |tx| service::move_to(tx, talk.0, id, state, seen)).await?))
}

async fn do_part(cx: Cx, input: In<TaskPath, (), Json<DoPart>>) -> Result<Reply<Task>> {
    let (talk, id, Json(DoPart { done, round, operator_id })) = (cx.part::<Talk>(), input.path.task, input.body);
    let seen = Seen { round, operator: operator_id };
    Ok(Reply::ok(cx.write(move |tx| service::do_part(tx, talk.0, id, done, seen)).await?))
}

async fn inspected(cx: Cx, input: In<InspectedPath>) -> Result<Reply<Task>> {
    let (talk, address) = (cx.part::<Talk>(), cx.origin());
    let ids = (input.path.inspection, input.path.task);
    Ok(Reply::ok(cx.write(move |tx| service::inspected(tx, talk.0, ids, &address)).await?))
}

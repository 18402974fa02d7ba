//! What somebody puts off: what they will say, and what they come back to.

use crate::http::Items;
use crate::model::{Answered, LinkHeading, MessageId, Planned, RoomId, Saved, Times};
use crate::service::planned;
use crate::service::saved::{self, Reminder};
use crate::service::talk::Saying;
use directory::model::{PersonBrief, PostId};
use kernel::{PersonId, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct PlannedPath {
    planned: MessageId,
}

#[derive(Deserialize, JsonSchema)]
struct MessagePath {
    message: MessageId,
}

#[derive(Deserialize, JsonSchema)]
struct Plan {
    /// Proposed by the client, and the message's when it is said; the same id again is the same plan.
    id: MessageId,
    room_id: RoomId,
    body: String,
    reply_to: Option<MessageId>,
    thread: Option<MessageId>,
    #[serde(default)]
    also_to_room: bool,
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
    #[serde(default)]
    as_post: Option<PostId>,
    #[serde(default)]
    personal_number: Option<Answered>,
    /// They want no reply (返信不要).
    #[serde(default)]
    no_reply: bool,
    /// What they say of links in it.
    #[serde(default)]
    #[schemars(with = "Option<Vec<LinkHeading>>")]
    headings: Vec<LinkHeading>,
    send_at: Timestamp,
}

#[derive(Deserialize, JsonSchema)]
struct ChangePlan {
    body: Option<String>,
    send_at: Option<Timestamp>,
    #[serde(default)]
    personal_number: Option<Answered>,
}

#[derive(Deserialize, JsonSchema)]
struct Save {
    /// When I want to be reminded of it; nothing for no reminder. Left out, a reminder that stands stays.
    #[serde(default, deserialize_with = "given")]
    remind_at: Option<Option<Timestamp>>,
}

/// What was given, be it nothing: left out is another thing.
fn given<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Option<Option<Timestamp>>, D::Error> {
    Option::deserialize(from).map(Some)
}

#[derive(Serialize, JsonSchema)]
struct SavedNow {
    #[serde(flatten)]
    saved: Saved,
    /// It was not by before.
    fresh: bool,
}

#[derive(Deserialize, JsonSchema)]
struct SetDone {
    done: bool,
}

#[derive(Deserialize, JsonSchema)]
struct SavedQuery {
    /// What is done, instead of what is not.
    done: Option<bool>,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Serialize, JsonSchema)]
struct SavedPage {
    #[serde(flatten)]
    page: Page<Saved>,
    people: Vec<PersonBrief>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("chat")
        .on("GET /planned", "list_planned", "What I will say, the next first.", SignedIn, list_planned)
        .on("POST /planned", "plan_message", "Says something at a moment.", SignedIn, plan)
        .on("PATCH /planned/{planned}", "change_planned", "Other words, or another moment.", SignedIn, change_planned)
        .on("POST /planned/{planned}/send", "send_planned", "Says it now.", SignedIn, send_planned)
        .on("DELETE /planned/{planned}", "cancel_planned", "Does not say it.", SignedIn, cancel_planned)
        .on("GET /rooms/{room}/times", "get_times", "When something is best said there.", SignedIn, get_times)
        .on("GET /saved", "list_saved", "Messages that I have put by, what is due first.", SignedIn, list_saved)
        .on("PUT /messages/{message}/saved", "save_message", "Puts a message by.", SignedIn, save_message)
        .on("PATCH /messages/{message}/saved", "set_saved_done", "It is done, or is not.", SignedIn, set_saved_done)
        .on("DELETE /messages/{message}/saved", "unsave_message", "Lets go of it.", SignedIn, unsave_message)
        .open_on_leave(&["cancel_planned", "save_message", "set_saved_done", "unsave_message"])
}

async fn list_planned(cx: Cx, _: In) -> Result<Reply<Items<Planned>>> {
    Ok(Reply::ok(Items { items: cx.read(planned::list).await? }))
}

async fn plan(cx: Cx, input: In<(), (), Json<Plan>>) -> Result<Reply<Planned>> {
    let Json(asked) = input.body;
    let (room, send_at) = (asked.room_id, asked.send_at);
    let saying = Saying {
        id: asked.id,
        body: asked.body,
        quote: asked.reply_to,
        thread: asked.thread,
        also_to_room: asked.also_to_room,
        operator: asked.operator_id,
        as_post: asked.as_post,
        files: Vec::new(),
        versions: Vec::new(),
        card: None,
        passing: None,
        guarded: None,
        answered: asked.personal_number,
        album: None,
        no_reply: asked.no_reply,
        headings: asked.headings,
        unattended: false,
    };
    let (planned, fresh) = cx.write(move |tx| planned::plan(tx, room, &saying, send_at)).await?;
    Ok(if fresh { Reply::created(planned) } else { Reply::ok(planned) })
}

async fn change_planned(cx: Cx, input: In<PlannedPath, (), Json<ChangePlan>>) -> Result<Reply<Planned>> {
    let (id, Json(ChangePlan { body, send_at, personal_number })) = (input.path.planned, input.body);
    Ok(Reply::ok(
        cx.write(move |tx| planned::change(tx, id, body.as_deref(), None, send_at, personal_number.clone())).await?,
    ))
}

async fn send_planned(cx: Cx, input: In<PlannedPath>) -> Result<Reply> {
    let id = input.path.planned;
    cx.write(move |tx| planned::send_now(tx, id)).await?;
    Ok(Reply::none())
}

async fn cancel_planned(cx: Cx, input: In<PlannedPath>) -> Result<Reply> {
    let id = input.path.planned;
    cx.write(move |tx| planned::cancel(tx, id)).await?;
    Ok(Reply::none())
}

async fn get_times(cx: Cx, input: In<RoomPath>) -> Result<Reply<Times>> {
    let id = input.path.room;
    Ok(Reply::ok(cx.read(move |conn| planned::times(conn, id)).await?))
}

async fn list_saved(cx: Cx, input: In<(), SavedQuery>) -> Result<Reply<SavedPage>> {
    let SavedQuery { done, limit: asked, cursor } = input.query;
    let (before, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx.read(move |conn| saved::page(conn, done.unwrap_or(false), before, limit)).await?;
    let page = Page::cut(found.items, limit, |saved| (i64::from(saved.due), saved.saved_at, saved.message.id));
    Ok(Reply::ok(SavedPage { page, people: found.people }))
}

async fn save_message(cx: Cx, input: In<MessagePath, (), Json<Save>>) -> Result<Reply<SavedNow>> {
    let (id, Json(Save { remind_at })) = (input.path.message, input.body);
    let reminder = remind_at.map_or(Reminder::AsItIs, Reminder::Is);
    let (saved, fresh) = cx.write(move |tx| saved::save(tx, id, reminder)).await?;
    Ok(Reply::ok(SavedNow { saved, fresh }))
}

async fn set_saved_done(cx: Cx, input: In<MessagePath, (), Json<SetDone>>) -> Result<Reply<Saved>> {
    let (id, Json(SetDone { done })) = (input.path.message, input.body);
    Ok(Reply::ok(cx.write(move |tx| saved::set_done(tx, id, done)).await?))
}

async fn unsave_message(cx: Cx, input: In<MessagePath>) -> Result<Reply> {
    let id = input.path.message;
    cx.write(move |tx| saved::let_go(tx, id)).await?;
    Ok(Reply::none())
}

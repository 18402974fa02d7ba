//! Administrators' requests to read rooms of others, and reading by one that was granted.

use crate::http::messages::{Readers, SortQuery};
use crate::model::{
    ChatRefusal, Inspection, InspectionId, InspectionPhase, InspectionPreview, Message, MessageId, RoomId,
};
use crate::service::inspections::reading::{self, Side};
use crate::service::inspections::{self, NewInspection, Wanted};
use directory::model::PersonBrief;
use jiff::civil::Date;
use kernel::{Error, Function, PersonId, Result, Timestamp, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct InspectionPath {
    inspection: InspectionId,
}

#[derive(Deserialize, JsonSchema)]
struct ThreadPath {
    inspection: InspectionId,
    /// The first message's id.
    thread: MessageId,
}

#[derive(Deserialize, JsonSchema)]
struct MessagePath {
    inspection: InspectionId,
    message: MessageId,
}

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct InspectionsQuery {
    /// Only those that wait, are granted or are over.
    phase: Option<InspectionPhase>,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct ListQuery {
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Serialize, JsonSchema)]
struct Inspections {
    #[serde(flatten)]
    page: Page<Inspection>,
    /// How many others administer all and could decide about a request of mine.
    others: usize,
}

#[derive(Deserialize, JsonSchema)]
struct AskInspection {
    /// Proposed by the client; the same id again is the same request.
    id: InspectionId,
    /// The room; nothing for a direct room that is named by its people.
    room_id: Option<RoomId>,
    /// The people of a direct room, all of them.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    people: Vec<PersonId>,
    /// 10 to 500 characters.
    purpose: String,
    /// 1 to 72, from the decision on.
    hours: i64,
    /// Only messages from this day on.
    #[schemars(with = "Option<String>")]
    from_day: Option<Date>,
    /// Only messages until this day.
    #[schemars(with = "Option<String>")]
    until_day: Option<Date>,
}

#[derive(Deserialize, JsonSchema)]
struct Decision {
    /// Why: 1 to 500 characters.
    reason: String,
}

/// Which messages: the newest when nothing is said.
#[derive(Deserialize, JsonSchema)]
struct ReadQuery {
    /// Those right below this number.
    before: Option<i64>,
    /// Those right above this number.
    after: Option<i64>,
    limit: Option<usize>,
}

impl ReadQuery {
    fn side(&self) -> Result<Side> {
        match (self.before, self.after) {
            (before, None) => Ok(Side::Before(before)),
            (None, Some(after)) => Ok(Side::After(after)),
            _ => Err(Error::invalid("invalid_query")),
        }
    }
}

/// Messages read by an inspection.
#[derive(Serialize, JsonSchema)]
struct InspectedPage {
    /// In rising order.
    messages: Vec<Message>,
    /// Everybody named in them.
    people: Vec<PersonBrief>,
    /// There are more below the first.
    more_before: bool,
    /// There are more above the last.
    more_after: bool,
}

#[derive(Serialize, JsonSchema)]
struct InspectedThread {
    #[serde(flatten)]
    page: InspectedPage,
    /// The message above them.
    root: Message,
}

pub(super) fn routes() -> Routes {
    use Access::{Administrator, SignedIn};
    let oversee = Access::May(Function::Audit, Verb::See);
    Routes::new("chat")
        .on("GET /inspections", "list_inspections", "Requests to read rooms, newest first.", oversee, list)
        .on("POST /inspections", "ask_inspection", "Asks to read a room of others.", Administrator, ask)
        .on("GET /inspections/{inspection}", "get_inspection", "One of them.", oversee, get)
        .on(
            "GET /inspections/{inspection}/preview",
            "preview_inspection",
            "What would be seen by it.",
            Administrator,
            preview,
        )
        .on("POST /inspections/{inspection}/grant", "grant_inspection", "Grants somebody else's.", Administrator, grant)
        .on("POST /inspections/{inspection}/refuse", "refuse_inspection", "Refuses it.", Administrator, refuse)
        .on(
            "POST /inspections/{inspection}/withdraw",
            "withdraw_inspection",
            "Takes my request back.",
            Administrator,
            withdraw,
        )
        .on("POST /inspections/{inspection}/end", "end_inspection", "Ends it before its time.", Administrator, end)
        .on(
            "GET /inspections/{inspection}/messages",
            "inspect_messages",
            "Reads a page of the room; the record of acts notes it.",
            Administrator,
            messages,
        )
        .on(
            "GET /inspections/{inspection}/threads/{thread}/messages",
            "inspect_replies",
            "Reads a page of a thread; the record of acts notes it.",
            Administrator,
            replies,
        )
        .on(
            "GET /inspections/{inspection}/messages/{message}/receipts",
            "inspect_readers",
            "Who has read a message; the record of acts notes it.",
            Administrator,
            receipts,
        )
        .on("GET /rooms/{room}/inspections", "list_room_inspections", "By which it was opened.", SignedIn, of_room)
}

fn key(inspection: &Inspection) -> (Timestamp, InspectionId) {
    (inspection.asked_at, inspection.id)
}

async fn list(cx: Cx, input: In<(), InspectionsQuery>) -> Result<Reply<Inspections>> {
    let InspectionsQuery { phase, limit: asked, cursor } = input.query;
    let (before, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let (found, others) =
        cx.read(move |conn| Ok((inspections::list(conn, phase, before, limit)?, inspections::others(conn)?))).await?;
    Ok(Reply::ok(Inspections { page: Page::cut(found, limit, key), others }))
}

async fn ask(cx: Cx, input: In<(), (), Json<AskInspection>>) -> Result<Reply<Inspection>> {
    let Json(asked) = input.body;
    let new = NewInspection {
        id: asked.id,
        wanted: asked.room_id.map_or(Wanted::Direct(asked.people), Wanted::Room),
        purpose: asked.purpose,
        hours: asked.hours,
        from_day: asked.from_day,
        until_day: asked.until_day,
    };
    let address = cx.client().address.to_string();
    match cx.write(move |tx| inspections::ask(tx, &new, &address)).await? {
        Some((inspection, true)) => Ok(Reply::created(inspection)),
        Some((inspection, false)) => Ok(Reply::ok(inspection)),
        None => Err(ChatRefusal::NoSuchDirect.into()),
    }
}

async fn get(cx: Cx, input: In<InspectionPath>) -> Result<Reply<Inspection>> {
    let id = input.path.inspection;
    Ok(Reply::ok(cx.read(move |conn| inspections::inspection(conn, id)).await?))
}

async fn preview(cx: Cx, input: In<InspectionPath>) -> Result<Reply<InspectionPreview>> {
    let id = input.path.inspection;
    Ok(Reply::ok(cx.read(move |conn| inspections::preview(conn, id)).await?))
}

async fn grant(cx: Cx, input: In<InspectionPath, (), Json<Decision>>) -> Result<Reply<Inspection>> {
    let (id, Json(Decision { reason })) = (input.path.inspection, input.body);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| inspections::grant(tx, id, &reason, &address)).await?))
}

async fn refuse(cx: Cx, input: In<InspectionPath, (), Json<Decision>>) -> Result<Reply<Inspection>> {
    let (id, Json(Decision { reason })) = (input.path.inspection, input.body);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| inspections::refuse(tx, id, &reason, &address)).await?))
}

async fn withdraw(cx: Cx, input: In<InspectionPath>) -> Result<Reply<Inspection>> {
    let id = input.path.inspection;
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| inspections::take_back(tx, id, &address)).await?))
}

async fn end(cx: Cx, input: In<InspectionPath>) -> Result<Reply<Inspection>> {
    let id = input.path.inspection;
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| inspections::end(tx, id, &address)).await?))
}

impl From<reading::Page> for InspectedPage {
    fn from(page: reading::Page) -> Self {
        let reading::Page { messages, people, more_before, more_after } = page;
        Self { messages, people, more_before, more_after }
    }
}

async fn messages(cx: Cx, input: In<InspectionPath, ReadQuery>) -> Result<Reply<InspectedPage>> {
    let (id, side, limit) = (input.path.inspection, input.query.side()?, limit(input.query.limit));
    let address = cx.client().address.to_string();
    let page = cx.write(move |tx| reading::page(tx, id, side, limit, &address)).await?;
    Ok(Reply::ok(page.into()))
}

async fn replies(cx: Cx, input: In<ThreadPath, ReadQuery>) -> Result<Reply<InspectedThread>> {
    let (ThreadPath { inspection, thread }, side) = (input.path, input.query.side()?);
    let (address, limit) = (cx.client().address.to_string(), limit(input.query.limit));
    let (root, page) = cx.write(move |tx| reading::thread(tx, inspection, thread, side, limit, &address)).await?;
    Ok(Reply::ok(InspectedThread { page: page.into(), root }))
}

async fn receipts(cx: Cx, input: In<MessagePath, SortQuery>) -> Result<Reply<Readers>> {
    let MessagePath { inspection, message } = input.path;
    let (address, sort) = (cx.client().address.to_string(), input.query.sort.unwrap_or_default());
    let found = cx.write(move |tx| reading::receipts(tx, inspection, message, sort, &address)).await?;
    Ok(Reply::ok(found.into()))
}

async fn of_room(cx: Cx, input: In<RoomPath, ListQuery>) -> Result<Reply<Page<Inspection>>> {
    let id = input.path.room;
    let ListQuery { limit: asked, cursor } = input.query;
    let (before, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx.read(move |conn| inspections::of_room(conn, id, before, limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |one| (one.decided_at.unwrap_or(one.asked_at), one.id))))
}

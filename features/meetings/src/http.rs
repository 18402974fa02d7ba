//! The endpoints of meetings.

use crate::model::{
    Agenda, Edit, ItemId, Look, Margin, MarginId, MaterialId, Meeting, MeetingId, New, NewMargin, NoteId,
    OpenedMeeting, Outcome, Reader, Shown,
};
use crate::service::sources::Sources;
use crate::service::telling::table;
use crate::service::view::{self, InspectedMeeting};
use crate::service::{self, agenda, personal, stage};
use crate::store::meetings::Key;
use crate::store::personal as margins_store;
use kernel::{Error, PersonId, Result};
use live::Live;
use rooms::model::{InspectionId, RoomId};
use rooms::service::Talk;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

/// Looks of a meeting that are listed, at most.
const MOST_LOOKS: usize = 5_000;

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct MeetingPath {
    meeting: MeetingId,
}

#[derive(Deserialize, JsonSchema)]
struct ItemPath {
    meeting: MeetingId,
    item: ItemId,
}

#[derive(Deserialize, JsonSchema)]
struct MaterialPath {
    meeting: MeetingId,
    material: MaterialId,
}

#[derive(Deserialize, JsonSchema)]
struct MarginPath {
    meeting: MeetingId,
    margin: MarginId,
}

#[derive(Deserialize, JsonSchema)]
struct InspectedPath {
    inspection: InspectionId,
    meeting: MeetingId,
}

#[derive(Deserialize, JsonSchema)]
struct ListQuery {
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "OpenMeeting")]
struct Opening {
    /// The line's name, from its first frame: pages that are turned are told over it.
    connection: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "RunMeeting")]
struct Running {
    /// Whether it is held from now on.
    is_held: bool,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "PresentMeeting")]
struct Presenting {
    /// Who presents from now on; nobody when it says nothing.
    #[schemars(with = "Option<String>")]
    person_id: Option<PersonId>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "ShowInMeeting")]
struct Showing {
    /// Which material.
    material_id: MaterialId,
    /// Which page of it, from 1 on; of a note the number of the first block.
    page: i64,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "LinkMinutes")]
struct Linking {
    /// A note of the room; none when it says nothing.
    note_id: Option<NoteId>,
}

/// The endpoints.
pub fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("meetings")
        .on("GET /rooms/{room}/meetings", "list_meetings", "A room's meetings, the latest first.", SignedIn, list)
        .on("POST /rooms/{room}/meetings", "call_meeting", "Calls a meeting.", SignedIn, call)
        .on("GET /meetings/{meeting}", "get_meeting", "A meeting with its table.", SignedIn, get)
        .on("PATCH /meetings/{meeting}", "edit_meeting", "Says when it is, and what belongs to that.", SignedIn, edit)
        .on("DELETE /meetings/{meeting}", "withdraw_meeting", "Takes it back, for good.", SignedIn, withdraw)
        .on("POST /meetings/{meeting}/open", "open_meeting", "The same, and pages turned from now on.", SignedIn, open)
        .on("PUT /meetings/{meeting}/agenda", "set_agenda", "Puts agenda and materials in order.", SignedIn, set_agenda)
        .on(
            "PATCH /meetings/{meeting}/items/{item}",
            "settle_item",
            "Writes down what came of an item.",
            SignedIn,
            settle,
        )
        .on("PUT /meetings/{meeting}/held", "run_meeting", "Begins or ends it.", SignedIn, run)
        .on("PUT /meetings/{meeting}/minutes", "link_minutes", "Says which note is its minutes.", SignedIn, link)
        .on("GET /meetings/{meeting}/shown", "get_shown", "Where everybody is.", SignedIn, get_shown)
        .on("PUT /meetings/{meeting}/shown", "show_page", "Turns to a page, for all.", SignedIn, show)
        .on("PUT /meetings/{meeting}/presenter", "set_presenter", "Says who presents.", SignedIn, present)
        .on(
            "PUT /meetings/{meeting}/materials/{material}/seen",
            "see_material",
            "I have seen it so far.",
            SignedIn,
            look,
        )
        .on("GET /meetings/{meeting}/readers", "list_meeting_readers", "Who has seen what.", SignedIn, looks)
        .on("GET /meetings/{meeting}/margins", "list_margins", "My margin notes in it.", SignedIn, margins)
        .on(
            "PUT /meetings/{meeting}/margins/{margin}",
            "write_margin",
            "Writes in my margin; nothing takes away what stands there. What is mine I change wherever it stands.",
            SignedIn,
            write_margin,
        )
        .on("GET /margins", "list_own_margins", "My margin notes in all meetings.", SignedIn, own_margins)
        .on(
            "GET /inspections/{inspection}/meetings/{meeting}",
            "get_inspected_meeting",
            "A meeting to who inspects its room.",
            Access::Administrator,
            inspected,
        )
        .open_on_leave(&["open_meeting", "see_material", "write_margin"])
        .open_to_guests(&[
            "list_meetings",
            "call_meeting",
            "get_meeting",
            "edit_meeting",
            "withdraw_meeting",
            "open_meeting",
            "set_agenda",
            "settle_item",
            "run_meeting",
            "link_minutes",
            "get_shown",
            "show_page",
            "set_presenter",
            "see_material",
            "list_meeting_readers",
            "list_margins",
            "write_margin",
            "list_own_margins",
        ])
}

fn talk(cx: &Cx) -> Talk {
    *cx.part::<Talk>()
}

fn sources(cx: &Cx) -> Sources {
    *cx.part::<Sources>()
}

fn told(meeting: Meeting) -> Reply<Meeting> {
    let tick = meeting.tick;
    Reply::ok(meeting).etag(tick)
}

async fn list(cx: Cx, input: In<RoomPath, ListQuery>) -> Result<Reply<Page<Meeting>>> {
    let (talk, room) = (talk(&cx), input.path.room);
    let after: Option<Key> = input.query.cursor.as_ref().map(Cursor::read).transpose()?;
    let limit = limit(input.query.limit);
    let found = cx.read(move |conn| view::list(conn, talk, room, after, limit + 1)).await?;
    let page = Page::cut(found, limit, |(_, key)| *key);
    Ok(Reply::ok(page.map(|(meeting, _)| meeting)))
}

async fn call(cx: Cx, input: In<RoomPath, (), Json<New>>) -> Result<Reply<Meeting>> {
    let (talk, room, Json(new)) = (talk(&cx), input.path.room, input.body);
    let meeting = cx.write(move |tx| service::call(tx, talk, room, &new)).await?;
    let tick = meeting.tick;
    Ok(Reply::created(meeting).etag(tick))
}

async fn get(cx: Cx, input: In<MeetingPath>) -> Result<Reply<OpenedMeeting>> {
    let (talk, sources, id) = (talk(&cx), sources(&cx), input.path.meeting);
    let opened = cx.read(move |conn| view::get(conn, talk, sources, id)).await?;
    let tick = opened.meeting.tick;
    Ok(Reply::ok(opened).etag(tick))
}

async fn edit(cx: Cx, input: In<MeetingPath, (), Json<Edit>>) -> Result<Reply<Meeting>> {
    let (talk, id, Json(change), seen) = (talk(&cx), input.path.meeting, input.body, cx.if_match()?);
    cx.write(move |tx| service::edit(tx, talk, id, &change, seen)).await.map(told)
}

async fn withdraw(cx: Cx, input: In<MeetingPath>) -> Result<Reply<Meeting>> {
    let (talk, id, address) = (talk(&cx), input.path.meeting, cx.origin());
    cx.write(move |tx| service::withdraw(tx, talk, id, &address)).await.map(told)
}

async fn open(cx: Cx, input: In<MeetingPath, (), Json<Opening>>) -> Result<Reply<OpenedMeeting>> {
    let (talk, sources, id, Json(Opening { connection })) = (talk(&cx), sources(&cx), input.path.meeting, input.body);
    let key =
        connection.map(|name| name.parse::<u64>().map_err(|_| Error::field("connection", "invalid"))).transpose()?;
    let mut seated = false;
    if let Some(key) = key {
        let room = cx.read(move |conn| view::sitting(conn, talk, id)).await?;
        // Before the meeting is read: a page that is turned in between is told, and an older one is passed over by its number. Nobody's hands
        // are shown at a meeting, so nobody there has a name.
        seated = cx.part::<Live>().hub.seat(key, &cx.actor(), table(id.raw()), room.raw(), "");
    }
    let mut opened = cx.read(move |conn| view::get(conn, talk, sources, id)).await?;
    opened.seated = seated;
    Ok(Reply::ok(opened))
}

async fn set_agenda(cx: Cx, input: In<MeetingPath, (), Json<Agenda>>) -> Result<Reply<Meeting>> {
    let (talk, sources, id, seen) = (talk(&cx), sources(&cx), input.path.meeting, cx.if_match()?);
    let Json(asked) = input.body;
    cx.write(move |tx| agenda::set(tx, talk, sources, id, &asked, seen)).await.map(told)
}

async fn settle(cx: Cx, input: In<ItemPath, (), Json<Outcome>>) -> Result<Reply<Meeting>> {
    let (talk, ItemPath { meeting, item }, Json(outcome)) = (talk(&cx), input.path, input.body);
    cx.write(move |tx| agenda::settle(tx, talk, meeting, item, &outcome)).await.map(told)
}

async fn run(cx: Cx, input: In<MeetingPath, (), Json<Running>>) -> Result<Reply<Meeting>> {
    let (talk, sources, id, Json(Running { is_held })) = (talk(&cx), sources(&cx), input.path.meeting, input.body);
    cx.write(move |tx| service::run(tx, talk, sources, id, is_held)).await.map(told)
}

async fn link(cx: Cx, input: In<MeetingPath, (), Json<Linking>>) -> Result<Reply<Meeting>> {
    let (talk, sources, id, Json(Linking { note_id })) = (talk(&cx), sources(&cx), input.path.meeting, input.body);
    cx.write(move |tx| service::link(tx, talk, sources, id, note_id)).await.map(told)
}

async fn get_shown(cx: Cx, input: In<MeetingPath>) -> Result<Reply<Shown>> {
    let (talk, id) = (talk(&cx), input.path.meeting);
    Ok(Reply::ok(cx.read(move |conn| stage::shown(conn, talk, id)).await?))
}

async fn show(cx: Cx, input: In<MeetingPath, (), Json<Showing>>) -> Result<Reply<Shown>> {
    let (talk, id, Json(Showing { material_id, page })) = (talk(&cx), input.path.meeting, input.body);
    Ok(Reply::ok(cx.write(move |tx| stage::show(tx, talk, id, material_id, page)).await?))
}

async fn present(cx: Cx, input: In<MeetingPath, (), Json<Presenting>>) -> Result<Reply<Shown>> {
    let (talk, id, Json(Presenting { person_id })) = (talk(&cx), input.path.meeting, input.body);
    Ok(Reply::ok(cx.write(move |tx| stage::present(tx, talk, id, person_id)).await?))
}

async fn look(cx: Cx, input: In<MaterialPath, (), Json<Look>>) -> Result<Reply> {
    let (talk, sources, MaterialPath { meeting, material }) = (talk(&cx), sources(&cx), input.path);
    let Json(Look { upto }) = input.body;
    cx.write(move |tx| personal::look(tx, talk, sources, (meeting, material), upto)).await?;
    Ok(Reply::none())
}

async fn looks(cx: Cx, input: In<MeetingPath>) -> Result<Reply<Vec<Reader>>> {
    let (talk, id) = (talk(&cx), input.path.meeting);
    Ok(Reply::ok(cx.read(move |conn| personal::looks(conn, talk, id, MOST_LOOKS)).await?))
}

async fn margins(cx: Cx, input: In<MeetingPath>) -> Result<Reply<Vec<Margin>>> {
    let (talk, id) = (talk(&cx), input.path.meeting);
    Ok(Reply::ok(cx.read(move |conn| personal::margins(conn, talk, id)).await?))
}

async fn write_margin(cx: Cx, input: In<MarginPath, (), Json<NewMargin>>) -> Result<Reply> {
    let (talk, MarginPath { meeting, margin }, Json(new)) = (talk(&cx), input.path, input.body);
    cx.write(move |tx| personal::write(tx, talk, (meeting, margin), &new)).await?;
    Ok(Reply::none())
}

async fn own_margins(cx: Cx, input: In<(), ListQuery>) -> Result<Reply<Page<Margin>>> {
    let after: Option<margins_store::Key> = input.query.cursor.as_ref().map(Cursor::read).transpose()?;
    let limit = limit(input.query.limit);
    let found = cx.read(move |conn| personal::own(conn, after, limit + 1)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |margin| (margin.meeting_id, margin.id))))
}

async fn inspected(cx: Cx, input: In<InspectedPath>) -> Result<Reply<InspectedMeeting>> {
    let (talk, InspectedPath { inspection, meeting }, address) = (talk(&cx), input.path, cx.origin());
    Ok(Reply::ok(cx.write(move |tx| view::inspected(tx, talk, inspection, meeting, &address)).await?))
}

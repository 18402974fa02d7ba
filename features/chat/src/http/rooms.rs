//! Rooms, who belongs to them, and the first screen.

use crate::model::{
    Badge, Downloads, Draft, Later, Member, Mine, NameSort, Opening, Role, Room, RoomId, RoomKind, Rule, Stamp, Thread,
    stamps,
};
use crate::service::rooms::{NewRoom, RoomChange};
use crate::service::{following, members, receipts, rooms, view};
use directory::model::{PersonBrief, UnitId};
use identity::model::Me;
use kernel::{Function, PersonId, Position, Result, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct MemberPath {
    room: RoomId,
    #[schemars(with = "String")]
    person: PersonId,
}

#[derive(Deserialize, JsonSchema)]
struct RoomsQuery {
    /// Part of the name.
    q: Option<String>,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct CreateRoom {
    /// Proposed by the client.
    id: RoomId,
    kind: RoomKind,
    name: String,
    #[serde(default)]
    purpose: String,
    unit_id: Option<UnitId>,
    rule: Option<Rule>,
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    people: Vec<PersonId>,
    /// What it begins with.
    #[serde(default)]
    opening: Opening,
}

#[derive(Deserialize, JsonSchema)]
struct ChangeRoom {
    name: Option<String>,
    purpose: Option<String>,
    /// What is said in it is not forwarded out of it.
    no_forwarding: Option<bool>,
    /// Who may save its files.
    downloads: Option<Downloads>,
}

#[derive(Deserialize, JsonSchema)]
struct People {
    #[schemars(with = "Vec<String>")]
    people: Vec<PersonId>,
}

#[derive(Deserialize, JsonSchema)]
struct ChangeRole {
    role: Role,
}

#[derive(Deserialize, JsonSchema)]
struct Choices {
    muted: bool,
    pinned: bool,
}

#[derive(Deserialize, JsonSchema)]
struct ReadUpTo {
    seq: i64,
    /// Marks as unread everything above `seq`.
    #[serde(default)]
    back: bool,
}

#[derive(Deserialize, JsonSchema)]
struct MembersQuery {
    sort: Option<NameSort>,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Serialize, JsonSchema)]
struct RulePreview {
    count: usize,
    /// The highest in office of them, at most 20.
    sample: Vec<PersonBrief>,
}

#[derive(Serialize, JsonSchema)]
struct Bootstrap {
    position: LivePosition,
    me: Me,
    /// My rooms, the most recent first.
    rooms: Vec<Room>,
    /// Threads that I follow, with unread replies.
    threads: Vec<Thread>,
    drafts: Vec<Draft>,
    /// How much of what I have put off waits.
    later: Later,
    /// Text reactions.
    stamps: Vec<Stamp>,
    /// Those named in the above.
    people: Vec<PersonBrief>,
}

/// Where the live stream goes on from what an answer shows.
#[derive(Serialize, JsonSchema)]
struct LivePosition {
    epoch: String,
    tick: i64,
}

impl From<Position> for LivePosition {
    fn from(position: Position) -> Self {
        Self { epoch: position.epoch, tick: position.tick }
    }
}

pub(super) fn routes() -> Routes {
    use Access::{Administrator, SignedIn};
    let see_rooms = Access::May(Function::Rooms, Verb::See);
    Routes::new("chat")
        .on("GET /bootstrap", "bootstrap", "What the first screen needs.", SignedIn, bootstrap)
        .on("GET /me/badge", "get_badge", "How much is unread, and how much of it calls me.", SignedIn, get_badge)
        .on("GET /rooms", "list_open_rooms", "The directory of open rooms.", SignedIn, list_open_rooms)
        .on("POST /rooms", "create_room", "Makes a room.", SignedIn, create_room)
        .on("GET /administration/rooms", "list_all_rooms", "All rooms but direct ones.", see_rooms, list_all_rooms)
        .on("POST /rooms/preview-rule", "preview_rule", "Whom a rule names today.", Administrator, preview_rule)
        .on("POST /directs", "open_direct", "The direct room with some people.", SignedIn, open_direct)
        .on("GET /rooms/{room}", "get_room", "One room.", SignedIn, get_room)
        .on(
            "PATCH /rooms/{room}",
            "change_room",
            "Its name or purpose, whether what is said is forwarded, or who may save its files.",
            SignedIn,
            change_room,
        )
        .on("POST /rooms/{room}/archive", "archive_room", "Closes it for writing.", SignedIn, archive_room)
        .on("POST /rooms/{room}/reopen", "reopen_room", "Opens it again.", SignedIn, reopen_room)
        .on("POST /rooms/{room}/join", "join_room", "Comes to an open room.", SignedIn, join_room)
        .on("POST /rooms/{room}/leave", "leave_room", "Leaves it.", SignedIn, leave_room)
        .on("GET /rooms/{room}/members", "list_members", "Who belongs to it.", SignedIn, list_members)
        .on("POST /rooms/{room}/members", "add_members", "Adds people.", SignedIn, add_members)
        .on("PUT /rooms/{room}/members/{person}", "set_role", "Makes somebody an owner.", SignedIn, set_role)
        .on("DELETE /rooms/{room}/members/{person}", "remove_member", "Removes somebody.", SignedIn, remove_member)
        .on("PUT /rooms/{room}/preferences", "set_preferences", "Mutes or pins it for me.", SignedIn, set_preferences)
        .on("PUT /rooms/{room}/read", "read_room", "I have read up to here.", SignedIn, read_room)
        .on("GET /rooms/{room}/receipts", "get_receipts", "How far its members have read.", SignedIn, get_receipts)
        .open_on_leave(&["set_preferences", "read_room"])
        .talking_on_leave(&["open_direct"])
}

async fn bootstrap(cx: Cx, _: In) -> Result<Reply<Bootstrap>> {
    let from = cx.client().address;
    let found = cx
        .read(move |conn| {
            // The position first: what is read after it is at least as new, and applying an event twice does no harm.
            let position = conn.position()?;
            let me = identity::service::me(conn, Some(from))?;
            Ok((position, me, rooms::overview(conn)?))
        })
        .await?;
    let (position, me, overview) = found;
    Ok(Reply::ok(Bootstrap {
        position: position.into(),
        me,
        rooms: overview.rooms,
        threads: overview.threads,
        drafts: overview.drafts,
        later: overview.later,
        stamps: stamps(),
        people: overview.people,
    }))
}

async fn get_badge(cx: Cx, _: In) -> Result<Reply<Badge>> {
    Ok(Reply::ok(cx.read(rooms::badge).await?))
}

async fn list_open_rooms(cx: Cx, input: In<(), RoomsQuery>) -> Result<Reply<Page<Room>>> {
    let RoomsQuery { q, limit: asked, cursor } = input.query;
    let (after, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx.read(move |conn| rooms::open_rooms(conn, q.as_deref(), after.clone(), limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, rooms::name_key)))
}

async fn list_all_rooms(cx: Cx, input: In<(), RoomsQuery>) -> Result<Reply<Page<Room>>> {
    let RoomsQuery { q, limit: asked, cursor } = input.query;
    let (after, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx.read(move |conn| rooms::all_rooms(conn, q.as_deref(), after.clone(), limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, rooms::name_key)))
}

async fn create_room(cx: Cx, input: In<(), (), Json<CreateRoom>>) -> Result<Reply<Room>> {
    let Json(asked) = input.body;
    let new = NewRoom {
        id: asked.id,
        kind: asked.kind,
        name: asked.name,
        purpose: asked.purpose,
        unit_id: asked.unit_id,
        rule: asked.rule,
        people: asked.people,
        opening: asked.opening,
    };
    let address = cx.client().address.to_string();
    let (room, fresh) = cx.write(move |tx| rooms::create(tx, &new, &address)).await?;
    Ok(if fresh { Reply::created(room) } else { Reply::ok(room) })
}

async fn preview_rule(cx: Cx, input: In<(), (), Json<Rule>>) -> Result<Reply<RulePreview>> {
    let Json(rule) = input.body;
    let (count, sample) = cx.read(move |conn| following::preview(conn, &rule)).await?;
    Ok(Reply::ok(RulePreview { count, sample }))
}

async fn open_direct(cx: Cx, input: In<(), (), Json<People>>) -> Result<Reply<Room>> {
    let Json(People { people }) = input.body;
    Ok(Reply::ok(cx.write(move |tx| rooms::direct(tx, &people)).await?))
}

async fn get_room(cx: Cx, input: In<RoomPath>) -> Result<Reply<Room>> {
    let id = input.path.room;
    Ok(Reply::ok(cx.read(move |conn| view::room(conn, id)).await?))
}

async fn change(cx: Cx, id: RoomId, changes: Vec<RoomChange>) -> Result<Reply<Room>> {
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| rooms::change(tx, id, &changes, &address)).await?))
}

async fn change_room(cx: Cx, input: In<RoomPath, (), Json<ChangeRoom>>) -> Result<Reply<Room>> {
    let Json(asked) = input.body;
    let name = asked.name.map(RoomChange::Name);
    let purpose = asked.purpose.map(RoomChange::Purpose);
    let forwarding = asked.no_forwarding.map(RoomChange::NoForwarding);
    let downloads = asked.downloads.map(RoomChange::Downloads);
    let changes = name.into_iter().chain(purpose).chain(forwarding).chain(downloads);
    change(cx, input.path.room, changes.collect()).await
}

async fn archive_room(cx: Cx, input: In<RoomPath>) -> Result<Reply<Room>> {
    change(cx, input.path.room, vec![RoomChange::Archived(true)]).await
}

async fn reopen_room(cx: Cx, input: In<RoomPath>) -> Result<Reply<Room>> {
    change(cx, input.path.room, vec![RoomChange::Archived(false)]).await
}

async fn join_room(cx: Cx, input: In<RoomPath>) -> Result<Reply<Room>> {
    let id = input.path.room;
    Ok(Reply::ok(cx.write(move |tx| members::join(tx, id)).await?))
}

async fn leave_room(cx: Cx, input: In<RoomPath>) -> Result<Reply> {
    let id = input.path.room;
    cx.write(move |tx| members::leave(tx, id)).await?;
    Ok(Reply::none())
}

async fn list_members(cx: Cx, input: In<RoomPath, MembersQuery>) -> Result<Reply<Page<Member>>> {
    let id = input.path.room;
    let MembersQuery { sort, limit: asked, cursor } = input.query;
    let (after, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let by_rank = sort == Some(NameSort::Rank);
    let found = cx.read(move |conn| members::list(conn, id, by_rank, after.clone(), limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |(_, key)| key.clone()).map(|(member, _)| member)))
}

async fn add_members(cx: Cx, input: In<RoomPath, (), Json<People>>) -> Result<Reply<Room>> {
    let (id, Json(People { people })) = (input.path.room, input.body);
    Ok(Reply::ok(cx.write(move |tx| members::add(tx, id, &people)).await?))
}

async fn set_role(cx: Cx, input: In<MemberPath, (), Json<ChangeRole>>) -> Result<Reply> {
    let (path, Json(ChangeRole { role })) = (input.path, input.body);
    cx.write(move |tx| members::set_role(tx, path.room, path.person, role)).await?;
    Ok(Reply::none())
}

async fn remove_member(cx: Cx, input: In<MemberPath>) -> Result<Reply> {
    let path = input.path;
    cx.write(move |tx| members::remove(tx, path.room, path.person)).await?;
    Ok(Reply::none())
}

async fn set_preferences(cx: Cx, input: In<RoomPath, (), Json<Choices>>) -> Result<Reply<Mine>> {
    let (id, Json(Choices { muted, pinned })) = (input.path.room, input.body);
    Ok(Reply::ok(cx.write(move |tx| rooms::choose(tx, id, muted, pinned)).await?))
}

async fn read_room(cx: Cx, input: In<RoomPath, (), Json<ReadUpTo>>) -> Result<Reply<Mine>> {
    let (id, Json(ReadUpTo { seq, back })) = (input.path.room, input.body);
    Ok(Reply::ok(cx.write(move |tx| rooms::read(tx, id, seq, back)).await?))
}

async fn get_receipts(cx: Cx, input: In<RoomPath>) -> Result<Reply<crate::model::Receipts>> {
    let id = input.path.room;
    Ok(Reply::ok(cx.read(move |conn| receipts::of_room(conn, id)).await?))
}

//! The endpoints of slips.

use crate::model::{Act, Counts, Form, Kind, Slip, SlipId, State, Which};
use crate::service::{self, Paging, Putting, Stepping};
use crate::store::lists::Wanted;
use directory::model::{PostId, UnitId};
use files::model::FileId;
use jiff::civil::Date;
use kernel::{Jst, PersonId, Result};
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
struct SlipPath {
    slip: SlipId,
}

#[derive(Deserialize, JsonSchema)]
struct LinePath {
    slip: SlipId,
    line: i64,
}

#[derive(Deserialize, JsonSchema)]
struct InspectedPath {
    inspection: InspectionId,
    slip: SlipId,
}

#[derive(Deserialize, JsonSchema)]
struct RoomQuery {
    /// What sort.
    kind: Kind,
    /// What is over, instead of what is not; of council questions those of days that are.
    over: Option<bool>,
    /// Council questions of this day alone.
    #[schemars(with = "Option<String>")]
    day: Option<Date>,
    /// For which section alone.
    unit: Option<UnitId>,
    /// Requests alone that are so far at one of their lines.
    state: Option<State>,
    /// Requests alone whose day is over and that wait.
    overdue: Option<bool>,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct OwnQuery {
    /// Which; what waits for me and my section when it does not say.
    which: Option<Which>,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct NewSlip {
    /// Proposed by the client, also the id of the message; the same one twice is the same slip once.
    id: SlipId,
    form: Form,
    /// Files that the actor has brought, at most 20.
    #[serde(default)]
    files: Vec<FileId>,
    /// The first message of the thread that it belongs to.
    thread: Option<MessageId>,
    /// Who was using the shared account when they wrote it: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
    /// The post as whose holder they say it; nothing for themselves.
    #[serde(default)]
    as_post: Option<PostId>,
}

#[derive(Deserialize, JsonSchema)]
struct StepSlip {
    act: Act,
    /// The step that was seen.
    step: i64,
    /// The answer, or the reason, of at most 4,000 characters.
    #[serde(default)]
    words: String,
    /// Proposed by the client, the id of the message that says it in the thread; the same one twice is the same answer once.
    #[serde(default)]
    reply_id: Option<MessageId>,
    /// Files of the answer that the actor has brought, at most 20.
    #[serde(default)]
    files: Vec<FileId>,
    /// Who was using the shared account when they did it: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
}

/// The endpoints.
pub fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("slips")
        .on("POST /rooms/{room}/slips", "make_slip", "Puts a slip into a room.", SignedIn, make)
        .on("GET /rooms/{room}/slips", "list_room_slips", "The slips of a room.", SignedIn, of_room)
        .on("GET /slips", "list_slips", "What waits for me and my section, or was put by me.", SignedIn, own)
        .on("GET /me/slips", "count_slips", "How much waits for me and my section.", SignedIn, counts)
        .on("GET /slips/{slip}", "get_slip", "One slip.", SignedIn, get)
        .on(
            "PUT /slips/{slip}/lines/{line}",
            "step_slip",
            "Receives, answers, confirms: goes on with a line.",
            SignedIn,
            step,
        )
        .on(
            "GET /inspections/{inspection}/slips/{slip}",
            "get_inspected_slip",
            "A slip in a room of others, by an inspection.",
            Access::Administrator,
            inspected,
        )
        .talking_on_leave(&["make_slip", "step_slip"])
        .open_to_guests(&["list_room_slips", "get_slip", "step_slip"])
}

async fn make(cx: Cx, input: In<RoomPath, (), Json<NewSlip>>) -> Result<Reply<Slip>> {
    let (talk, room, Json(new)) = (cx.part::<Talk>(), input.path.room, input.body);
    let putting = Putting {
        id: new.id,
        form: new.form,
        files: new.files,
        thread: new.thread,
        operator: new.operator_id,
        as_post: new.as_post,
    };
    let (slip, fresh) = cx.write(move |tx| service::make(tx, talk.0, room, &putting)).await?;
    Ok(if fresh { Reply::created(slip) } else { Reply::ok(slip) })
}

async fn of_room(cx: Cx, input: In<RoomPath, RoomQuery>) -> Result<Reply<Page<Slip>>> {
    let (talk, room, query) = (cx.part::<Talk>(), input.path.room, input.query);
    let paging = Paging { limit: limit(query.limit), after: query.cursor };
    let overdue = query.overdue.unwrap_or(false);
    let slips = cx.read(move |conn| {
        let wanted = Wanted {
            kind: query.kind,
            over: query.over.unwrap_or(false),
            unit: query.unit,
            state: query.state,
            today: Jst::date(conn.now()),
            day: query.day,
            overdue,
        };
        service::of_room(conn, talk.0, room, &wanted, &paging)
    });
    Ok(Reply::ok(slips.await?))
}

async fn own(cx: Cx, input: In<(), OwnQuery>) -> Result<Reply<Page<Slip>>> {
    let (talk, query) = (cx.part::<Talk>(), input.query);
    let which = query.which.unwrap_or_default();
    let paging = Paging { limit: limit(query.limit), after: query.cursor };
    Ok(Reply::ok(cx.read(move |conn| service::own(conn, talk.0, which, &paging)).await?))
}

async fn counts(cx: Cx, _: In) -> Result<Reply<Counts>> {
    let talk = cx.part::<Talk>();
    Ok(Reply::ok(cx.read(move |conn| service::counts(conn, talk.0)).await?))
}

async fn get(cx: Cx, input: In<SlipPath>) -> Result<Reply<Slip>> {
    let (talk, id) = (cx.part::<Talk>(), input.path.slip);
    Ok(Reply::ok(cx.read(move |conn| service::get(conn, talk.0, id)).await?))
}

async fn step(cx: Cx, input: In<LinePath, (), Json<StepSlip>>) -> Result<Reply<Slip>> {
    let (talk, line, Json(body)) = (cx.part::<Talk>(), (input.path.slip, input.path.line), input.body);
    let doing = Stepping {
        act: body.act,
        step: body.step,
        words: body.words,
        reply: body.reply_id,
        files: body.files,
        operator: body.operator_id,
    };
    Ok(Reply::ok(cx.write(move |tx| service::step(tx, talk.0, line, &doing)).await?))
}

async fn inspected(cx: Cx, input: In<InspectedPath>) -> Result<Reply<Slip>> {
    let (talk, address) = (cx.part::<Talk>(), cx.origin());
    let ids = (input.path.inspection, input.path.slip);
    Ok(Reply::ok(cx.write(move |tx| service::inspected(tx, talk.0, ids, &address)).await?))
}

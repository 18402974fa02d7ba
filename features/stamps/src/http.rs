//! The endpoints of stamps.

use crate::model::{Answer, Answers, Asking, Order, Paging, Stamp, StampId};
use crate::service::{self, Deciding, Putting};
use db::Tx;
use directory::model::PostId;
use kernel::{Id, PersonId, Result, Timestamp};
use rooms::model::{InspectionId, MessageId, RoomId};
use rooms::service::Talk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct StampPath {
    stamp: StampId,
}

#[derive(Deserialize, JsonSchema)]
struct PersonPath {
    stamp: StampId,
    person: PersonId,
}

#[derive(Deserialize, JsonSchema)]
struct InspectedPath {
    inspection: InspectionId,
    stamp: StampId,
}

#[derive(Deserialize, JsonSchema)]
struct OrderQuery {
    /// In which order people come.
    order: Option<Order>,
    /// How many answers or texts; 50 when it does not say, 200 at most.
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

impl OrderQuery {
    fn paging(self) -> Result<Paging> {
        let after = self.cursor.as_ref().map(Cursor::read).transpose()?;
        Ok(Paging { order: self.order.unwrap_or_default(), limit: limit(self.limit), after })
    }
}

#[derive(Deserialize, JsonSchema)]
struct NewStamp {
    /// Proposed by the client, also the id of the message; the same one twice is the same stamp once.
    id: StampId,
    #[serde(flatten)]
    asking: Asking,
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
struct Sent {
    #[serde(flatten)]
    answer: Answer,
    /// Drawn by the client for each answer that somebody gives: by it an answer without a name is known again when it is sent again. Only what
    /// of it is chance is kept, and that until the close.
    sending: Id<()>,
    /// Who was using the shared account when they answered: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "EnteredAnswer")]
struct Entered {
    #[serde(flatten)]
    answer: Answer,
    /// Who was using the shared account when they wrote it down: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
}

#[derive(Deserialize, JsonSchema)]
struct Until {
    /// When it closes by itself; nothing for never.
    deadline: Option<Timestamp>,
}

#[derive(Deserialize, JsonSchema)]
struct Decision {
    /// Which of the dates, by its place.
    slot: usize,
    /// The id of the message that tells the room.
    message_id: Option<MessageId>,
    /// What it says; without it nothing is said.
    words: Option<String>,
    /// Who was using the shared account when they wrote it.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
}

#[derive(Serialize, JsonSchema)]
struct Reminded {
    stamp: Stamp,
    /// How many were called.
    called: usize,
}

#[derive(Serialize, JsonSchema)]
struct Inspected {
    stamp: Stamp,
    answers: Answers,
}

/// The endpoints.
pub fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("stamps")
        .on("POST /rooms/{room}/stamps", "ask_stamp", "Puts a question into a room.", SignedIn, ask)
        .on("GET /stamps/{stamp}", "get_stamp", "One question with what is told of its answers.", SignedIn, get)
        .on("PUT /stamps/{stamp}/answer", "answer_stamp", "Answers.", SignedIn, answer)
        .on("DELETE /stamps/{stamp}/answer", "take_back_answer", "Takes my answer back.", SignedIn, take_back)
        .on("GET /stamps/{stamp}/answers", "list_answers", "Who answered what, and who did not.", SignedIn, answers)
        .on(
            "PUT /stamps/{stamp}/answers/{person}",
            "answer_stamp_for",
            "Writes down what somebody answers who has not answered themselves.",
            SignedIn,
            answer_for,
        )
        .on("POST /stamps/{stamp}/close", "close_stamp", "Closes it.", SignedIn, close)
        .on("POST /stamps/{stamp}/reopen", "reopen_stamp", "Opens it again.", SignedIn, reopen)
        .on("PUT /stamps/{stamp}/deadline", "set_deadline", "Gives it another deadline.", SignedIn, set_deadline)
        .on("POST /stamps/{stamp}/decision", "decide_stamp", "Decides for a date.", SignedIn, decide)
        .on("POST /stamps/{stamp}/reminder", "remind_stamp", "Reminds those who have not answered.", SignedIn, remind)
        .on(
            "GET /inspections/{inspection}/stamps/{stamp}",
            "get_inspected_stamp",
            "A question in a room of others, by an inspection.",
            Access::Administrator,
            inspected,
        )
        .talking_on_leave(&["ask_stamp", "answer_stamp", "take_back_answer", "close_stamp", "reopen_stamp"])
        .talking_on_leave(&["set_deadline", "decide_stamp", "remind_stamp", "answer_stamp_for"])
        .open_to_guests(&["get_stamp", "answer_stamp", "take_back_answer", "list_answers"])
}

async fn ask(cx: Cx, input: In<RoomPath, (), Json<NewStamp>>) -> Result<Reply<Stamp>> {
    let (talk, room, Json(new)) = (cx.part::<Talk>(), input.path.room, input.body);
    let putting =
        Putting { id: new.id, asking: new.asking, thread: new.thread, operator: new.operator_id, as_post: new.as_post };
    Ok(Reply::created(cx.write(move |tx| service::ask(tx, talk.0, room, &putting)).await?))
}

async fn get(cx: Cx, input: In<StampPath>) -> Result<Reply<Stamp>> {
    let (talk, id) = (cx.part::<Talk>(), input.path.stamp);
    Ok(Reply::ok(cx.read(move |conn| service::get(conn, talk.0, id)).await?))
}

async fn answer(cx: Cx, input: In<StampPath, (), Json<Sent>>) -> Result<Reply<Stamp>> {
    let (talk, id, Json(sent)) = (cx.part::<Talk>(), input.path.stamp, input.body);
    let by = (sent.sending.raw(), sent.operator_id);
    Ok(Reply::ok(cx.write(move |tx| service::answer(tx, talk.0, id, sent.answer.clone(), by)).await?))
}

async fn take_back(cx: Cx, input: In<StampPath>) -> Result<Reply<Stamp>> {
    let (talk, id) = (cx.part::<Talk>(), input.path.stamp);
    Ok(Reply::ok(cx.write(move |tx| service::take_back(tx, talk.0, id)).await?))
}

async fn answers(cx: Cx, input: In<StampPath, OrderQuery>) -> Result<Reply<Answers>> {
    let (talk, id, paging) = (cx.part::<Talk>(), input.path.stamp, input.query.paging()?);
    Ok(Reply::ok(cx.read(move |conn| service::answers(conn, talk.0, id, &paging)).await?))
}

async fn answer_for(cx: Cx, input: In<PersonPath, (), Json<Entered>>) -> Result<Reply<Stamp>> {
    let (talk, Json(entered), address) = (cx.part::<Talk>(), input.body, cx.origin());
    let (of, operator) = ((input.path.stamp, input.path.person), entered.operator_id);
    let work = move |tx: &mut Tx<'_>| service::answer_for(tx, talk.0, of, &entered.answer, operator, &address);
    Ok(Reply::ok(cx.write(work).await?))
}

async fn close(cx: Cx, input: In<StampPath>) -> Result<Reply<Stamp>> {
    let (talk, id, address) = (cx.part::<Talk>(), input.path.stamp, cx.origin());
    Ok(Reply::ok(cx.write(move |tx| service::close(tx, talk.0, id, &address)).await?))
}

async fn reopen(cx: Cx, input: In<StampPath, (), Json<Until>>) -> Result<Reply<Stamp>> {
    let (talk, id, Json(until), address) = (cx.part::<Talk>(), input.path.stamp, input.body, cx.origin());
    Ok(Reply::ok(cx.write(move |tx| service::reopen(tx, talk.0, id, until.deadline, &address)).await?))
}

async fn set_deadline(cx: Cx, input: In<StampPath, (), Json<Until>>) -> Result<Reply<Stamp>> {
    let (talk, id, Json(until), address) = (cx.part::<Talk>(), input.path.stamp, input.body, cx.origin());
    Ok(Reply::ok(cx.write(move |tx| service::set_deadline(tx, talk.0, id, until.deadline, &address)).await?))
}

async fn decide(cx: Cx, input: In<StampPath, (), Json<Decision>>) -> Result<Reply<Stamp>> {
    let (talk, id, Json(decision), address) = (cx.part::<Talk>(), input.path.stamp, input.body, cx.origin());
    let deciding = Deciding { slot: decision.slot, words: decision.message_id.zip(decision.words) };
    let operator = decision.operator_id;
    Ok(Reply::ok(cx.write(move |tx| service::decide(tx, talk.0, id, &deciding, operator, &address)).await?))
}

async fn remind(cx: Cx, input: In<StampPath>) -> Result<Reply<Reminded>> {
    let (talk, id, address) = (cx.part::<Talk>(), input.path.stamp, cx.origin());
    let (stamp, called) = cx.write(move |tx| service::remind(tx, talk.0, id, &address)).await?;
    Ok(Reply::ok(Reminded { stamp, called }))
}

async fn inspected(cx: Cx, input: In<InspectedPath, OrderQuery>) -> Result<Reply<Inspected>> {
    let (talk, paging, address) = (cx.part::<Talk>(), input.query.paging()?, cx.origin());
    let ids = (input.path.inspection, input.path.stamp);
    let (stamp, answers) = cx.write(move |tx| service::inspected(tx, talk.0, ids, &paging, &address)).await?;
    Ok(Reply::ok(Inspected { stamp, answers }))
}

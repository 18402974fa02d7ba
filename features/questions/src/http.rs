//! The endpoints of questions.

use crate::model::{
    Desk, Entry, Facts, FaqId, PrivateId, PrivateQuestion, PrivateQuestionCall, Question, QuestionId, ReplyTime, State,
    Wording,
};
use crate::service::{self, Answering, Asking, Consenting, Paging, Placing, Proposing, Rewording};
use db::Tx;
use kernel::{PersonId, Result};
use rooms::model::{MessageId, RoomId};
use rooms::service::Talk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct MessagePath {
    message: MessageId,
}

#[derive(Deserialize, JsonSchema)]
struct QuestionPath {
    question: QuestionId,
}

#[derive(Deserialize, JsonSchema)]
struct EntryPath {
    room: RoomId,
    entry: FaqId,
}

#[derive(Deserialize, JsonSchema)]
struct PrivatePath {
    question: PrivateId,
}

#[derive(Deserialize, JsonSchema)]
struct ListQuery {
    /// Which; those that wait when it does not say.
    state: Option<State>,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct MarksQuery {
    /// Ids of messages of the room with commas between, at most 100.
    messages: String,
}

#[derive(Deserialize, JsonSchema)]
struct PageQuery {
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct NewAnswer {
    /// The message that answers it: one of the room, or with `words` the id that the client proposes for what is said now; the same one twice
    /// is the same answer once.
    answer_id: MessageId,
    /// What is said now, as a reply.
    #[serde(default)]
    words: Option<String>,
    /// The step that was seen.
    step: i64,
    /// Who was using the shared account when they wrote it: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
}

#[derive(Deserialize, JsonSchema)]
struct FaqWriting {
    #[serde(flatten)]
    wording: Wording,
    /// The question of the room that a new entry is made of.
    #[serde(default)]
    source_id: Option<MessageId>,
    /// The step of the entry that was seen; nothing for a new one.
    #[serde(default)]
    step: Option<i64>,
}

#[derive(Deserialize, JsonSchema)]
struct FaqPlace {
    /// Behind which entry; nothing for before all.
    after: Option<FaqId>,
}

#[derive(Deserialize, JsonSchema)]
struct NewPrivateQuestion {
    /// Proposed by the client; the same one twice is the same question once.
    id: PrivateId,
    /// Of 1 to 4,000 characters.
    words: String,
    /// Who was using the shared account when they wrote it: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
}

#[derive(Deserialize, JsonSchema)]
struct PrivateAnswer {
    /// Of 1 to 4,000 characters.
    words: String,
    /// The step that was seen.
    step: i64,
}

#[derive(Deserialize, JsonSchema)]
struct NewProposal {
    /// Proposed by the client, the id of the entry that it would be.
    entry_id: FaqId,
    #[serde(flatten)]
    wording: Wording,
    /// The step that was seen.
    step: i64,
}

#[derive(Deserialize, JsonSchema)]
struct NewConsent {
    /// Whether these words may be shown to the room.
    agrees: bool,
    /// The step that was seen: consent is to words that were read.
    step: i64,
}

#[derive(Deserialize, JsonSchema)]
struct NewResponders {
    /// All of them, at most 30: people of the staff who belong to the room. Nobody for that nobody is called.
    #[schemars(with = "Vec<String>")]
    people: Vec<PersonId>,
}

#[derive(Serialize, JsonSchema)]
struct QuestionMarks {
    /// The questions among these messages, and those that they answer.
    marks: Vec<Facts>,
}

#[derive(Serialize, JsonSchema)]
struct PrivateQuestionCalls {
    /// The newest first, at most 100.
    calls: Vec<PrivateQuestionCall>,
}

#[derive(Serialize, JsonSchema)]
struct Faq {
    /// All entries in their order.
    entries: Vec<Entry>,
}

#[derive(Serialize, JsonSchema)]
struct FaqOrder {
    /// All entries in their order.
    order: Vec<FaqId>,
}

#[derive(Serialize, JsonSchema)]
struct QuestionTimes {
    /// The last twelve months in which something was answered, the first one first.
    months: Vec<ReplyTime>,
}

/// The endpoints.
pub fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("questions")
        .on("PUT /messages/{message}/question", "mark_question", "Marks a message as a question.", SignedIn, mark)
        .on("DELETE /messages/{message}/question", "unmark_question", "It is no question.", SignedIn, unmark)
        .on("GET /rooms/{room}/questions", "list_questions", "The questions of a room.", SignedIn, list)
        .on("GET /rooms/{room}/question-desk", "get_question_desk", "How many wait, and what I do.", SignedIn, desk)
        .on(
            "PUT /rooms/{room}/question-responders",
            "name_question_responders",
            "Says who is called to its questions.",
            SignedIn,
            name_responders,
        )
        .on(
            "GET /rooms/{room}/question-marks",
            "list_question_marks",
            "What some messages are among its questions.",
            SignedIn,
            marks,
        )
        .on("GET /rooms/{room}/question-times", "list_question_times", "How fast answers came.", SignedIn, times)
        .on("GET /questions/{question}", "get_question", "One question.", SignedIn, get)
        .on("PUT /questions/{question}/claim", "claim_question", "I answer it.", SignedIn, claim)
        .on("DELETE /questions/{question}/claim", "let_go_of_question", "Nobody answers it yet.", SignedIn, let_go)
        .on("PUT /questions/{question}/answer", "answer_question", "Answers it in the talk.", SignedIn, answer)
        .on("DELETE /questions/{question}/answer", "reopen_question", "It waits again.", SignedIn, reopen)
        .on("GET /rooms/{room}/faq", "get_faq", "The FAQ of a room.", SignedIn, faq)
        .on("PUT /rooms/{room}/faq/{entry}", "write_faq_entry", "Writes an entry.", SignedIn, write_entry)
        .on("DELETE /rooms/{room}/faq/{entry}", "remove_faq_entry", "Takes an entry away.", SignedIn, remove_entry)
        .on("PUT /rooms/{room}/faq/{entry}/place", "move_faq_entry", "Puts it elsewhere.", SignedIn, move_entry)
        .on(
            "POST /rooms/{room}/private-questions",
            "ask_privately",
            "Asks who owns the room without the others knowing.",
            SignedIn,
            ask,
        )
        .on(
            "GET /rooms/{room}/private-questions",
            "list_private_questions",
            "What I asked privately, or as an owner was asked.",
            SignedIn,
            list_private,
        )
        .on(
            "GET /me/private-question-calls",
            "list_private_question_calls",
            "What was asked privately and concerns me now.",
            SignedIn,
            private_calls,
        )
        .on(
            "DELETE /private-questions/{question}/call",
            "hear_private_question_call",
            "I have looked at it.",
            SignedIn,
            hear_private_call,
        )
        .on("GET /private-questions/{question}", "get_private_question", "One of them.", SignedIn, get_private)
        .on(
            "DELETE /private-questions/{question}",
            "take_back_private_question",
            "Takes back what was not answered.",
            SignedIn,
            take_back,
        )
        .on(
            "PUT /private-questions/{question}/claim",
            "claim_private_question",
            "I answer it.",
            SignedIn,
            claim_private,
        )
        .on(
            "DELETE /private-questions/{question}/claim",
            "let_go_of_private_question",
            "Nobody answers it yet.",
            SignedIn,
            let_go_private,
        )
        .on("PUT /private-questions/{question}/answer", "answer_privately", "Answers it.", SignedIn, answer_private)
        .on(
            "PUT /private-questions/{question}/proposal",
            "propose_publication",
            "Asks whether it may be shown in these words.",
            SignedIn,
            propose,
        )
        .on(
            "PUT /private-questions/{question}/consent",
            "decide_publication",
            "Agrees to these words, or does not.",
            SignedIn,
            consent,
        )
        .open_to_guests(&[
            "mark_question",
            "unmark_question",
            "list_questions",
            "get_question_desk",
            "list_question_marks",
            "list_private_question_calls",
            "hear_private_question_call",
            "get_question",
            "reopen_question",
            "get_faq",
            "ask_privately",
            "list_private_questions",
            "get_private_question",
            "take_back_private_question",
            "decide_publication",
        ])
}

async fn mark(cx: Cx, input: In<MessagePath>) -> Result<Reply<Question>> {
    let (talk, message) = (cx.part::<Talk>(), input.path.message);
    Ok(Reply::ok(cx.write(move |tx| service::mark(tx, talk.0, message)).await?))
}

async fn unmark(cx: Cx, input: In<MessagePath>) -> Result<Reply> {
    let (talk, message, address) = (cx.part::<Talk>(), input.path.message, cx.origin());
    cx.write(move |tx| service::unmark(tx, talk.0, message, &address)).await?;
    Ok(Reply::none())
}

async fn list(cx: Cx, input: In<RoomPath, ListQuery>) -> Result<Reply<Page<Question>>> {
    let (talk, room, query) = (cx.part::<Talk>(), input.path.room, input.query);
    let paging = Paging { limit: limit(query.limit), after: query.cursor };
    let which = (room, query.state.unwrap_or_default());
    Ok(Reply::ok(cx.read(move |conn| service::of_room(conn, talk.0, which, &paging)).await?))
}

async fn desk(cx: Cx, input: In<RoomPath>) -> Result<Reply<Desk>> {
    let (talk, room) = (cx.part::<Talk>(), input.path.room);
    Ok(Reply::ok(cx.read(move |conn| service::desk(conn, talk.0, room)).await?))
}

async fn name_responders(cx: Cx, input: In<RoomPath, (), Json<NewResponders>>) -> Result<Reply<Desk>> {
    let (talk, room, Json(body), address) = (cx.part::<Talk>(), input.path.room, input.body, cx.origin());
    let named = move |tx: &mut Tx<'_>| {
        service::name_responders(tx, talk.0, (room, &body.people), &address)?;
        service::desk(tx, talk.0, room)
    };
    Ok(Reply::ok(cx.write(named).await?))
}

async fn marks(cx: Cx, input: In<RoomPath, MarksQuery>) -> Result<Reply<QuestionMarks>> {
    let (talk, room) = (cx.part::<Talk>(), input.path.room);
    let named = input.query.messages.split(',').take(service::MOST_MESSAGES);
    let messages: Vec<MessageId> = named.filter_map(|id| id.parse().ok()).collect();
    let marks = cx.read(move |conn| service::among(conn, talk.0, room, &messages)).await?;
    Ok(Reply::ok(QuestionMarks { marks }))
}

async fn times(cx: Cx, input: In<RoomPath>) -> Result<Reply<QuestionTimes>> {
    let (talk, room) = (cx.part::<Talk>(), input.path.room);
    let months = cx.read(move |conn| service::times(conn, talk.0, room)).await?;
    Ok(Reply::ok(QuestionTimes { months }))
}

async fn get(cx: Cx, input: In<QuestionPath>) -> Result<Reply<Question>> {
    let (talk, id) = (cx.part::<Talk>(), input.path.question);
    Ok(Reply::ok(cx.read(move |conn| service::get(conn, talk.0, id)).await?))
}

async fn claim(cx: Cx, input: In<QuestionPath>) -> Result<Reply<Question>> {
    let (talk, id) = (cx.part::<Talk>(), input.path.question);
    Ok(Reply::ok(cx.write(move |tx| service::claim(tx, talk.0, id)).await?))
}

async fn let_go(cx: Cx, input: In<QuestionPath>) -> Result<Reply<Question>> {
    let (talk, id, address) = (cx.part::<Talk>(), input.path.question, cx.origin());
    Ok(Reply::ok(cx.write(move |tx| service::let_go(tx, talk.0, id, &address)).await?))
}

async fn answer(cx: Cx, input: In<QuestionPath, (), Json<NewAnswer>>) -> Result<Reply<Question>> {
    let (talk, id, Json(body)) = (cx.part::<Talk>(), input.path.question, input.body);
    let answering =
        Answering { answer: body.answer_id, words: body.words, step: body.step, operator: body.operator_id };
    Ok(Reply::ok(cx.write(move |tx| service::answer(tx, talk.0, id, &answering)).await?))
}

async fn reopen(cx: Cx, input: In<QuestionPath>) -> Result<Reply<Question>> {
    let (talk, id) = (cx.part::<Talk>(), input.path.question);
    Ok(Reply::ok(cx.write(move |tx| service::reopen(tx, talk.0, id)).await?))
}

async fn faq(cx: Cx, input: In<RoomPath>) -> Result<Reply<Faq>> {
    let (talk, room) = (cx.part::<Talk>(), input.path.room);
    let entries = cx.read(move |conn| service::entries(conn, talk.0, room)).await?;
    Ok(Reply::ok(Faq { entries }))
}

async fn write_entry(cx: Cx, input: In<EntryPath, (), Json<FaqWriting>>) -> Result<Reply<Entry>> {
    let (talk, EntryPath { room, entry }, Json(body)) = (cx.part::<Talk>(), input.path, input.body);
    let writing = Rewording { wording: body.wording, source: body.source_id, step: body.step };
    Ok(Reply::ok(cx.write(move |tx| service::write_entry(tx, talk.0, (room, entry), &writing)).await?))
}

async fn remove_entry(cx: Cx, input: In<EntryPath>) -> Result<Reply> {
    let (talk, EntryPath { room, entry }) = (cx.part::<Talk>(), input.path);
    cx.write(move |tx| service::remove_entry(tx, talk.0, (room, entry))).await?;
    Ok(Reply::none())
}

async fn move_entry(cx: Cx, input: In<EntryPath, (), Json<FaqPlace>>) -> Result<Reply<FaqOrder>> {
    let (talk, EntryPath { room, entry }, Json(body)) = (cx.part::<Talk>(), input.path, input.body);
    let placing = Placing { after: body.after };
    let order = cx.write(move |tx| service::move_entry(tx, talk.0, (room, entry), placing)).await?;
    Ok(Reply::ok(FaqOrder { order }))
}

async fn ask(cx: Cx, input: In<RoomPath, (), Json<NewPrivateQuestion>>) -> Result<Reply<PrivateQuestion>> {
    let (talk, room, Json(body)) = (cx.part::<Talk>(), input.path.room, input.body);
    let asking = Asking { id: body.id, words: body.words, operator: body.operator_id };
    let (question, fresh) = cx.write(move |tx| service::ask(tx, talk.0, room, &asking)).await?;
    Ok(if fresh { Reply::created(question) } else { Reply::ok(question) })
}

async fn list_private(cx: Cx, input: In<RoomPath, PageQuery>) -> Result<Reply<Page<PrivateQuestion>>> {
    let (talk, room, query) = (cx.part::<Talk>(), input.path.room, input.query);
    let paging = Paging { limit: limit(query.limit), after: query.cursor };
    Ok(Reply::ok(cx.read(move |conn| service::private_of_room(conn, talk.0, room, &paging)).await?))
}

async fn private_calls(cx: Cx, _: In) -> Result<Reply<PrivateQuestionCalls>> {
    let talk = cx.part::<Talk>();
    let calls = cx.read(move |conn| service::private_calls(conn, talk.0)).await?;
    Ok(Reply::ok(PrivateQuestionCalls { calls }))
}

async fn hear_private_call(cx: Cx, input: In<PrivatePath>) -> Result<Reply> {
    let (talk, id) = (cx.part::<Talk>(), input.path.question);
    cx.write(move |tx| service::hear_private_call(tx, talk.0, id)).await?;
    Ok(Reply::none())
}

async fn get_private(cx: Cx, input: In<PrivatePath>) -> Result<Reply<PrivateQuestion>> {
    let (talk, id) = (cx.part::<Talk>(), input.path.question);
    Ok(Reply::ok(cx.read(move |conn| service::get_private(conn, talk.0, id)).await?))
}

async fn take_back(cx: Cx, input: In<PrivatePath>) -> Result<Reply> {
    let (talk, id) = (cx.part::<Talk>(), input.path.question);
    cx.write(move |tx| service::take_back(tx, talk.0, id)).await?;
    Ok(Reply::none())
}

async fn claim_private(cx: Cx, input: In<PrivatePath>) -> Result<Reply<PrivateQuestion>> {
    let (talk, id) = (cx.part::<Talk>(), input.path.question);
    Ok(Reply::ok(cx.write(move |tx| service::claim_private(tx, talk.0, id)).await?))
}

async fn let_go_private(cx: Cx, input: In<PrivatePath>) -> Result<Reply<PrivateQuestion>> {
    let (talk, id) = (cx.part::<Talk>(), input.path.question);
    Ok(Reply::ok(cx.write(move |tx| service::let_go_private(tx, talk.0, id)).await?))
}

async fn answer_private(cx: Cx, input: In<PrivatePath, (), Json<PrivateAnswer>>) -> Result<Reply<PrivateQuestion>> {
    let (talk, id, Json(body)) = (cx.part::<Talk>(), input.path.question, input.body);
    let said = cx.write(move |tx| service::answer_private(tx, talk.0, id, (&body.words, body.step)));
    Ok(Reply::ok(said.await?))
}

async fn propose(cx: Cx, input: In<PrivatePath, (), Json<NewProposal>>) -> Result<Reply<PrivateQuestion>> {
    let (talk, id, Json(body)) = (cx.part::<Talk>(), input.path.question, input.body);
    let proposing = Proposing { entry: body.entry_id, wording: body.wording, step: body.step };
    Ok(Reply::ok(cx.write(move |tx| service::propose(tx, talk.0, id, &proposing)).await?))
}

async fn consent(cx: Cx, input: In<PrivatePath, (), Json<NewConsent>>) -> Result<Reply<PrivateQuestion>> {
    let (talk, id, Json(body)) = (cx.part::<Talk>(), input.path.question, input.body);
    let consenting = Consenting { agrees: body.agrees, step: body.step };
    Ok(Reply::ok(cx.write(move |tx| service::consent(tx, talk.0, id, consenting)).await?))
}

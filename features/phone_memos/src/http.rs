//! The endpoints of memos.

use crate::model::{Content, Counts, MemoBox, MemoId, Outlook, PhoneMemo, Rule};
use crate::service::{self, Handling, Listing, Set, Writing};
use crate::store::Filter;
use kernel::{PersonId, Result, Timestamp};
use rooms::model::Answered;
use rooms::service::Talk;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct MemoPath {
    memo: MemoId,
}

#[derive(Deserialize, JsonSchema)]
struct BackQuery {
    /// When that was done which is taken back: refused when it is somebody else's by now. Whichever it is when absent.
    since: Option<Timestamp>,
}

#[derive(Deserialize, JsonSchema)]
struct OverQuery {
    /// When whoever looks after it said so, to do so in their place: refused when it is somebody else by now. Nobody does when absent.
    over: Option<Timestamp>,
}

#[derive(Deserialize, JsonSchema)]
struct PersonPath {
    #[schemars(with = "String")]
    person: PersonId,
}

#[derive(Deserialize, JsonSchema)]
struct ListQuery {
    /// Which.
    r#box: MemoBox,
    /// Those that are done, or those that are not; both when absent.
    done: Option<bool>,
    /// Called from then on.
    from: Option<Timestamp>,
    /// Called before that.
    to: Option<Timestamp>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct NewPhoneMemo {
    /// Proposed by the client, also the id of the message; the same one twice is the same memo once.
    id: MemoId,
    /// For whom it is: somebody of the staff, or a shared account.
    #[schemars(with = "String")]
    person_id: PersonId,
    #[serde(flatten)]
    content: Content,
    /// When they called; now when absent.
    called_at: Option<Timestamp>,
    /// Whether it is to stand in the room of the section too.
    #[serde(default)]
    section: bool,
    /// Who was using the shared account when they wrote it: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
    /// What they answered when they were asked about a personal number in it.
    #[serde(default)]
    personal_number: Option<Answered>,
}

/// The endpoints.
pub fn routes() -> Routes {
    use Access::{Administrator, SignedIn};
    Routes::new("phone_memos")
        .on("POST /phone-memos", "create_phone_memo", "Writes down who called for somebody.", SignedIn, create)
        .on("GET /phone-memos/{memo}", "get_phone_memo", "One memo.", SignedIn, get)
        .on("PUT /phone-memos/{memo}/seen", "see_phone_memo", "Whom it is for has seen it.", SignedIn, see)
        .on("PUT /phone-memos/{memo}/handler", "take_phone_memo", "I look after it.", SignedIn, take)
        .on("DELETE /phone-memos/{memo}/handler", "leave_phone_memo", "Nobody looks after it.", SignedIn, leave)
        .on("PUT /phone-memos/{memo}/done", "finish_phone_memo", "It is done.", SignedIn, finish)
        .on("DELETE /phone-memos/{memo}/done", "reopen_phone_memo", "It is not done.", SignedIn, reopen)
        .on("GET /me/phone-memos", "list_phone_memos", "Memos for me, by me, or of my section.", SignedIn, list)
        .on("GET /me/phone-memo-counts", "count_phone_memos", "How many memos are open.", SignedIn, counts)
        .on(
            "GET /people/{person}/phone-memo",
            "get_phone_memo_outlook",
            "Whether somebody is away, and where their section reads memos.",
            SignedIn,
            outlook,
        )
        .on(
            "GET /administration/phone-memos",
            "get_phone_memo_rule",
            "For how long memos keep who called.",
            Administrator,
            rule,
        )
        .on(
            "PUT /administration/phone-memos",
            "set_phone_memo_rule",
            "Decides for how long memos keep who called.",
            Administrator,
            set_rule,
        )
}

async fn create(cx: Cx, input: In<(), (), Json<NewPhoneMemo>>) -> Result<Reply<PhoneMemo>> {
    let (talk, Json(new)) = (cx.part::<Talk>(), input.body);
    let writing = Writing {
        id: new.id,
        addressee: new.person_id,
        content: new.content,
        called_at: new.called_at,
        section: new.section,
        operator: new.operator_id,
        answered: new.personal_number,
    };
    Ok(Reply::created(cx.write(move |tx| service::write(tx, talk.0, &writing)).await?))
}

async fn get(cx: Cx, input: In<MemoPath>) -> Result<Reply<PhoneMemo>> {
    let (talk, id) = (cx.part::<Talk>(), input.path.memo);
    Ok(Reply::ok(cx.read(move |conn| service::get(conn, talk.0, id)).await?))
}

async fn see(cx: Cx, input: In<MemoPath>) -> Result<Reply<PhoneMemo>> {
    let (talk, id) = (cx.part::<Talk>(), input.path.memo);
    Ok(Reply::ok(cx.write(move |tx| service::see(tx, talk.0, id)).await?))
}

async fn handle(cx: Cx, id: MemoId, handling: Handling) -> Result<Reply<PhoneMemo>> {
    let talk = cx.part::<Talk>();
    Ok(Reply::ok(cx.write(move |tx| service::handle(tx, talk.0, id, handling)).await?))
}

async fn take(cx: Cx, input: In<MemoPath, OverQuery>) -> Result<Reply<PhoneMemo>> {
    handle(cx, input.path.memo, Handling::Taken { over: input.query.over }).await
}

async fn leave(cx: Cx, input: In<MemoPath, BackQuery>) -> Result<Reply<PhoneMemo>> {
    handle(cx, input.path.memo, Handling::Left { since: input.query.since }).await
}

async fn end(cx: Cx, id: MemoId, set: Set) -> Result<Reply<PhoneMemo>> {
    let talk = cx.part::<Talk>();
    Ok(Reply::ok(cx.write(move |tx| service::finish(tx, talk.0, id, set)).await?))
}

async fn finish(cx: Cx, input: In<MemoPath>) -> Result<Reply<PhoneMemo>> {
    end(cx, input.path.memo, Set::On).await
}

async fn reopen(cx: Cx, input: In<MemoPath, BackQuery>) -> Result<Reply<PhoneMemo>> {
    end(cx, input.path.memo, Set::Off { since: input.query.since }).await
}

async fn list(cx: Cx, input: In<(), ListQuery>) -> Result<Reply<Page<PhoneMemo>>> {
    let (talk, asked) = (cx.part::<Talk>(), input.query);
    let below: Option<MemoId> = asked.cursor.as_ref().map(Cursor::read).transpose()?;
    let filter = Filter {
        done: asked.done,
        from: asked.from.unwrap_or(Timestamp::from_micros(0)),
        to: asked.to.unwrap_or(Timestamp::from_micros(i64::MAX)),
    };
    let listing = Listing {
        whose: asked.r#box,
        filter,
        below: below.unwrap_or(MemoId::from_raw(i64::MAX)),
        limit: limit(asked.limit),
    };
    let (items, next) = cx.read(move |conn| service::list(conn, talk.0, &listing)).await?;
    Ok(Reply::ok(Page { items, next: next.map(|id| Cursor::write(&id)) }))
}

async fn counts(cx: Cx, _: In) -> Result<Reply<Counts>> {
    let talk = cx.part::<Talk>();
    Ok(Reply::ok(cx.read(move |conn| service::counts(conn, talk.0)).await?))
}

async fn outlook(cx: Cx, input: In<PersonPath>) -> Result<Reply<Outlook>> {
    let (talk, person) = (cx.part::<Talk>(), input.path.person);
    Ok(Reply::ok(cx.read(move |conn| service::outlook(conn, talk.0, person)).await?))
}

async fn rule(cx: Cx, _: In) -> Result<Reply<Rule>> {
    Ok(Reply::ok(cx.read(service::rule).await?))
}

async fn set_rule(cx: Cx, input: In<(), (), Json<Rule>>) -> Result<Reply<Rule>> {
    let (Json(rule), address) = (input.body, cx.origin());
    Ok(Reply::ok(cx.write(move |tx| service::set_rule(tx, rule, &address)).await?))
}

//! What those do who write broadcasts, answer for them, and consent to them.

use super::received::{ReplyList, Say};
use super::{BroadcastPath, PageQuery, guard};
use crate::model::{
    Audience, Broadcast, BroadcastId, BroadcastLine, BroadcastRefusal, Conversation, Counts, Encoding, LeftOut,
    NewBroadcast, OfSection, Order, Recipient, ReplyId, Stage, State,
};
use crate::service::{self, Consent, Lines, Planned};
use crate::store::receipts::{Key, Wanted};
use directory::model::PersonBrief;
use kernel::{Error, Function, Jst, PersonId, Result, Timestamp, Verb, is_open_day};
use rooms::service::Talk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

/// Minutes after midnight between which offices are open.
const OFFICE_HOURS: std::ops::Range<i16> = 8 * 60 + 30..17 * 60 + 15;

#[derive(Deserialize, JsonSchema)]
struct RecipientPath {
    broadcast: BroadcastId,
    person: PersonId,
}

/// What is on its way, or over.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[schemars(rename = "BroadcastPhase")]
#[serde(rename_all = "snake_case")]
enum Phase {
    /// Drafts.
    Draft,
    /// What waits for consent or for its moment, or is going out.
    Planned,
    /// What is out, or was taken back.
    Sent,
}

#[derive(Deserialize, JsonSchema)]
struct SentQuery {
    /// How far they are; all when absent.
    phase: Option<Phase>,
    /// What everybody wrote, for those who were given to see that.
    all: Option<bool>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct PreviewQuery {
    /// In which order.
    order: Option<Order>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

/// An audience that is asked for before something is sent to it.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "PreviewBroadcast")]
struct Preview {
    /// Whom it names.
    audience: Audience,
    /// When it would go out; now when absent.
    send_at: Option<Timestamp>,
}

/// Whom an audience names now.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BroadcastPreview")]
struct Previewed {
    /// To how many it would go.
    total: i64,
    /// Who would be left out.
    left_out: LeftOut,
    /// It needs the consent of somebody else.
    needs_consent: bool,
    /// It would go out on a day on which offices are closed.
    closed_day: bool,
    /// It would go out before half past eight or after a quarter past five.
    off_hours: bool,
    /// Some of them, in the order asked for.
    items: Vec<PersonBrief>,
    /// Ask with this for the next ones; nothing at the end.
    next: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "SendBroadcast")]
struct Send {
    /// When it goes out; after a short hold when absent.
    send_at: Option<Timestamp>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "BroadcastReason")]
struct Why {
    /// Why, for those whom it concerns.
    why: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BroadcastReminded")]
struct Reminded {
    /// How many are reminded.
    people: i64,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BroadcastSections")]
struct Sections {
    /// In official order.
    items: Vec<OfSection>,
}

#[derive(Deserialize, JsonSchema)]
struct RecipientsQuery {
    /// Only those who are that far.
    stage: Option<Stage>,
    /// Only those of a section when it was sent.
    section: Option<directory::model::UnitId>,
    /// Only those who were in no section.
    no_section: Option<bool>,
    /// In which order.
    order: Option<Order>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct FileQuery {
    /// How the file's characters are coded; CP932 when absent.
    encoding: Option<Encoding>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    let [_, change_it, release] = Verb::ALL.map(|verb| Access::May(Function::Broadcasts, verb));
    Routes::new("broadcasts")
        .on("GET /broadcasts/sent", "list_sent_broadcasts", "Those I answer for, the newest first.", SignedIn, sent)
        .on("GET /broadcasts/waiting", "list_waiting_broadcasts", "Those that wait for consent.", release, waiting)
        .on("POST /broadcasts/preview", "preview_broadcast", "Whom an audience names now.", change_it, preview)
        .on("POST /broadcasts", "create_broadcast", "Begins a draft.", change_it, create)
        .on("PUT /broadcasts/{broadcast}", "change_broadcast", "Replaces what a draft says.", change_it, change)
        .on("DELETE /broadcasts/{broadcast}", "remove_broadcast", "Removes a draft.", change_it, remove)
        .on("POST /broadcasts/{broadcast}/send", "send_broadcast", "Sends a draft, now or later.", change_it, send)
        .on("POST /broadcasts/{broadcast}/cancel", "cancel_broadcast", "Has it not go out.", SignedIn, cancel)
        .on("POST /broadcasts/{broadcast}/consent", "consent_to_broadcast", "Consents to it.", release, consent)
        .on("POST /broadcasts/{broadcast}/refuse", "refuse_broadcast", "Does not consent.", release, refuse)
        .on("POST /broadcasts/{broadcast}/withdraw", "withdraw_broadcast", "Takes it back.", SignedIn, withdraw)
        .on(
            "POST /broadcasts/{broadcast}/reminders",
            "remind_of_broadcast",
            "Reminds those who have not read it.",
            SignedIn,
            remind,
        )
        .on("GET /broadcasts/{broadcast}/receipts", "count_broadcast_receipts", "How it is read.", SignedIn, counts)
        .on(
            "GET /broadcasts/{broadcast}/receipts/sections",
            "list_broadcast_sections",
            "How it is read in each section.",
            SignedIn,
            sections,
        )
        .on(
            "GET /broadcasts/{broadcast}/receipts/people",
            "list_broadcast_recipients",
            "Who has read it and who has not.",
            SignedIn,
            people,
        )
        .on(
            "GET /broadcasts/{broadcast}/receipts/file",
            "export_broadcast_receipts",
            "The same of everybody, as CSV.",
            SignedIn,
            file,
        )
        .on(
            "GET /broadcasts/{broadcast}/conversations",
            "list_broadcast_conversations",
            "What recipients wrote.",
            SignedIn,
            conversations,
        )
        .on(
            "GET /broadcasts/{broadcast}/conversations/{person}",
            "get_broadcast_conversation",
            "What was written with one of them.",
            SignedIn,
            conversation,
        )
        .on(
            "POST /broadcasts/{broadcast}/conversations/{person}",
            "answer_about_broadcast",
            "Answers one of them.",
            SignedIn,
            answer,
        )
        .on(
            "PUT /broadcasts/{broadcast}/conversations/{person}/seen",
            "see_broadcast_conversation",
            "Those who answer for it have looked.",
            SignedIn,
            looked,
        )
}

fn origin(cx: &Cx) -> String {
    cx.client().address.to_string()
}

async fn sent(cx: Cx, input: In<(), SentQuery>) -> Result<Reply<Page<BroadcastLine>>> {
    let SentQuery { phase, all, limit: asked, cursor } = input.query;
    let (before, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let states: &'static [State] = match phase {
        Some(Phase::Draft) => &[State::Draft],
        Some(Phase::Planned) => &[State::Waiting, State::Planned, State::Sending],
        Some(Phase::Sent) => &[State::Sent, State::Withdrawn],
        None => &[State::Draft, State::Waiting, State::Planned, State::Sending, State::Sent, State::Withdrawn],
    };
    let found = cx.read(move |conn| service::list(conn, all.unwrap_or(false), states, before, limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |line| line.id)))
}

async fn waiting(cx: Cx, input: In<(), PageQuery>) -> Result<Reply<Page<BroadcastLine>>> {
    let (after, limit): (Option<BroadcastId>, usize) =
        (input.query.cursor.as_ref().map(Cursor::read).transpose()?, limit(input.query.limit));
    let found = cx.read(move |conn| service::waiting(conn, after, limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |line| line.id)))
}

async fn preview(cx: Cx, input: In<(), PreviewQuery, Json<Preview>>) -> Result<Reply<Previewed>> {
    let (PreviewQuery { order, limit: asked, cursor }, Json(Preview { audience, send_at })) = (input.query, input.body);
    let (after, limit): (Option<PersonId>, usize) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let order = order.unwrap_or_default();
    let previewed = cx.read(move |conn| {
        let (outlook, needs_consent) = service::preview(conn, &audience)?;
        let found = service::audience::page(conn, &outlook, order, after, limit)?;
        let at = send_at.unwrap_or(conn.now()).max(conn.now()).in_zone(&Jst::zone());
        let minute = i16::from(at.hour()) * 60 + i16::from(at.minute());
        let page = Page::cut(found, limit, |brief| brief.id);
        Ok(Previewed {
            total: i64::try_from(outlook.named.people.len()).unwrap_or(i64::MAX),
            left_out: outlook.named.left_out,
            needs_consent,
            closed_day: !is_open_day(at.date()),
            off_hours: !OFFICE_HOURS.contains(&minute),
            items: page.items,
            next: page.next,
        })
    });
    Ok(Reply::ok(previewed.await?))
}

fn shown(broadcast: Broadcast) -> Reply<Broadcast> {
    let tick = broadcast.tick;
    Reply::ok(broadcast).etag(tick)
}

async fn create(cx: Cx, input: In<(), (), Json<NewBroadcast>>) -> Result<Reply<Broadcast>> {
    let Json(new) = input.body;
    let made = cx.write(move |tx| service::create(tx, &new)).await?;
    let tick = made.tick;
    Ok(Reply::created(made).etag(tick))
}

async fn change(cx: Cx, input: In<BroadcastPath, (), Json<NewBroadcast>>) -> Result<Reply<Broadcast>> {
    let (id, Json(new), seen) = (input.path.broadcast, input.body, cx.if_match()?);
    cx.write(move |tx| service::change(tx, id, &new, seen)).await.map(shown)
}

async fn remove(cx: Cx, input: In<BroadcastPath>) -> Result<Reply> {
    let id = input.path.broadcast;
    cx.write(move |tx| service::remove(tx, id)).await?;
    Ok(Reply::none())
}

/// What a broadcast would come to now, with the version of it that was looked at.
async fn looked_at(cx: &Cx, id: BroadcastId) -> Result<(i64, Planned)> {
    let asked = cx.read(move |conn| service::ask(conn, id)).await?;
    let (tick, sender) = (asked.tick, asked.sender);
    let planned = cx.db().read(sender, move |conn| service::look_at(conn, &asked)).await?;
    Ok((tick, planned))
}

/// [`guard`] for all that recipients are about to read: its words, and what its files are called.
fn guard_all(talk: Talk, conn: &mut db::Conn<'_>, broadcast: &Broadcast) -> Result<()> {
    let mut said = vec![broadcast.words.title.as_str(), broadcast.words.body.as_str()];
    said.extend(broadcast.files.iter().map(|file| file.name.as_str()));
    guard(talk, conn, &said)
}

async fn send(cx: Cx, input: In<BroadcastPath, (), Json<Send>>) -> Result<Reply<Broadcast>> {
    let (id, Json(Send { send_at }), address) = (input.path.broadcast, input.body, origin(&cx));
    let (seen, looked) = (cx.if_match()?, looked_at(&cx, id).await?);
    if seen.is_some_and(|seen| seen != looked.0) {
        return Err(Error::stale());
    }
    let talk = *cx.part::<Talk>();
    let sent = cx.write(move |tx| {
        let sent = service::send(tx, id, send_at, looked, &address)?;
        guard_all(talk, tx, &sent).map(|()| sent)
    });
    sent.await.map(shown)
}

async fn cancel(cx: Cx, input: In<BroadcastPath>) -> Result<Reply> {
    let (id, address) = (input.path.broadcast, origin(&cx));
    cx.write(move |tx| service::cancel(tx, id, &address)).await?;
    Ok(Reply::none())
}

async fn consent(cx: Cx, input: In<BroadcastPath>) -> Result<Reply> {
    let (id, address) = (input.path.broadcast, origin(&cx));
    let (seen, looked) = (cx.if_match()?, looked_at(&cx, id).await?);
    if seen.is_some_and(|seen| seen != looked.0) {
        return Err(Error::stale());
    }
    match cx.write(move |tx| service::consent(tx, id, looked, &address)).await? {
        Consent::Given => Ok(Reply::none()),
        Consent::Grown => Err(Error::stale()),
        Consent::TooLate => Err(BroadcastRefusal::DeadlineOver.into()),
    }
}

async fn refuse(cx: Cx, input: In<BroadcastPath, (), Json<Why>>) -> Result<Reply> {
    let (id, Json(Why { why }), address) = (input.path.broadcast, input.body, origin(&cx));
    let talk = *cx.part::<Talk>();
    cx.write(move |tx| {
        service::refuse(tx, id, &why, &address)?;
        guard(talk, tx, &[&why])
    })
    .await?;
    Ok(Reply::none())
}

async fn withdraw(cx: Cx, input: In<BroadcastPath, (), Json<Why>>) -> Result<Reply> {
    let (id, Json(Why { why }), address) = (input.path.broadcast, input.body, origin(&cx));
    let talk = *cx.part::<Talk>();
    cx.write(move |tx| {
        service::withdraw(tx, id, &why, &address)?;
        guard(talk, tx, &[&why])
    })
    .await?;
    Ok(Reply::none())
}

async fn remind(cx: Cx, input: In<BroadcastPath>) -> Result<Reply<Reminded>> {
    let (id, address) = (input.path.broadcast, origin(&cx));
    let people = cx.write(move |tx| service::remind(tx, id, &address)).await?;
    Ok(Reply::ok(Reminded { people }))
}

async fn counts(cx: Cx, input: In<BroadcastPath>) -> Result<Reply<Counts>> {
    let id = input.path.broadcast;
    Ok(Reply::ok(cx.read(move |conn| service::counts(conn, id)).await?))
}

async fn sections(cx: Cx, input: In<BroadcastPath>) -> Result<Reply<Sections>> {
    let id = input.path.broadcast;
    let items = cx.read(move |conn| service::sections(conn, id)).await?;
    Ok(Reply::ok(Sections { items }))
}

/// A page without those whom its reader may not find.
fn shown_of<T, K>(page: Page<(Option<T>, K)>) -> Page<T> {
    Page { items: page.items.into_iter().filter_map(|(item, _)| item).collect(), next: page.next }
}

async fn people(cx: Cx, input: In<BroadcastPath, RecipientsQuery>) -> Result<Reply<Page<Recipient>>> {
    let (id, query) = (input.path.broadcast, input.query);
    let after: Key = query.cursor.as_ref().map(Cursor::read).transpose()?.unwrap_or_else(Key::start);
    let (limit, none) = (limit(query.limit), query.no_section.unwrap_or(false).then_some(0));
    let section = query.section.map(kernel::Id::raw).or(none);
    let wanted = Wanted { stage: query.stage, section, order: query.order.unwrap_or_default() };
    let found = cx.read(move |conn| service::people(conn, id, &wanted, &after, limit)).await?;
    Ok(Reply::ok(shown_of(Page::cut(found, limit, |(_, key)| key.clone()))))
}

async fn file(cx: Cx, input: In<BroadcastPath, FileQuery>) -> Result<Reply> {
    let (id, encoding, address) = (input.path.broadcast, input.query.encoding.unwrap_or_default(), origin(&cx));
    let report = cx.read(move |conn| service::export(conn, id)).await?;
    cx.write(move |tx| service::note_export(tx, id, &address)).await?;
    let name = format!("{}.csv", report.title);
    let bytes = cx.heavy(move || written(&report.lines, encoding)).await?;
    Ok(Reply::file(bytes, "text/csv", &name))
}

/// Spreadsheets take what begins so for a formula.
fn guarded(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

fn written(lines: &Lines, encoding: Encoding) -> Result<Vec<u8>> {
    let coded = |text: &String| match encoding {
        Encoding::Utf8 => guarded(text).into_bytes(),
        Encoding::Cp932 => text::cp932::encode(&guarded(text)).bytes,
    };
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for line in lines {
        out.write_record(line.iter().map(coded)).map_err(Error::internal)?;
    }
    let mut bytes = out.into_inner().map_err(Error::internal)?;
    if encoding == Encoding::Utf8 {
        bytes.splice(0..0, *b"\xEF\xBB\xBF");
    }
    Ok(bytes)
}

async fn conversations(cx: Cx, input: In<BroadcastPath, PageQuery>) -> Result<Reply<Page<Conversation>>> {
    let (id, query) = (input.path.broadcast, input.query);
    let (before, limit): (Option<ReplyId>, usize) =
        (query.cursor.as_ref().map(Cursor::read).transpose()?, limit(query.limit));
    let found = cx.read(move |conn| service::conversations(conn, id, before, limit)).await?;
    Ok(Reply::ok(shown_of(Page::cut(found, limit, |(_, key)| *key))))
}

async fn conversation(cx: Cx, input: In<RecipientPath>) -> Result<Reply<ReplyList>> {
    let RecipientPath { broadcast, person } = input.path;
    let items = cx.read(move |conn| service::conversation(conn, broadcast, person)).await?;
    Ok(Reply::ok(ReplyList { items }))
}

async fn answer(cx: Cx, input: In<RecipientPath, (), Json<Say>>) -> Result<Reply<crate::model::Reply>> {
    let (RecipientPath { broadcast, person }, Json(said)) = (input.path, input.body);
    let talk = *cx.part::<Talk>();
    let answer = cx.write(move |tx| {
        let answer = service::answer(tx, broadcast, person, said.id, &said.body)?;
        guard(talk, tx, &[&said.body]).map(|()| answer)
    });
    Ok(Reply::created(answer.await?))
}

async fn looked(cx: Cx, input: In<RecipientPath>) -> Result<Reply> {
    let RecipientPath { broadcast, person } = input.path;
    cx.write(move |tx| service::looked(tx, broadcast, person)).await?;
    Ok(Reply::none())
}

//! The endpoints of notes.

mod comments;
mod files;
mod pages;

use crate::model::{Edit, Lost, LostId, New, Note, NoteId};
use crate::service;
use crate::service::reading::{self, Reader};
use crate::service::{turns, writing};
use crate::store::notes::Key;
use kernel::Result;
use rooms::model::RoomId;
use rooms::service::Talk;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct NotePath {
    note: NoteId,
}

#[derive(Deserialize, JsonSchema)]
struct LostPath {
    note: NoteId,
    lost: LostId,
}

#[derive(Deserialize, JsonSchema)]
struct ListQuery {
    /// Words in the title.
    q: Option<String>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "SeenNote")]
struct Seen {
    /// Up to which number.
    seq: i64,
}

/// The endpoints.
pub fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("notes")
        .on("GET /rooms/{room}/notes", "list_notes", "A room's notes, what is pinned first.", SignedIn, list)
        .on("POST /rooms/{room}/notes", "begin_note", "Begins a note in a room.", SignedIn, begin)
        .on("GET /notes/{note}", "get_note", "One note without its page.", SignedIn, get)
        .on("PATCH /notes/{note}", "edit_note", "Says what it is called, and what belongs to that.", SignedIn, edit)
        .on("DELETE /notes/{note}", "withdraw_note", "Takes it back.", SignedIn, withdraw)
        .on("POST /notes/{note}/put-back", "put_note_back", "Puts back what was taken back lately.", SignedIn, put_back)
        .on("PUT /notes/{note}/seen", "see_note", "I have seen it up to a number.", SignedIn, see)
        .on("GET /notes/{note}/readers", "list_note_readers", "Who has seen it.", SignedIn, readers)
        .on("GET /notes/{note}/lost", "list_lost_words", "Words of mine that have no place any more.", SignedIn, lost)
        .on("DELETE /notes/{note}/lost/{lost}", "settle_lost_words", "I have seen to words of mine.", SignedIn, settle)
        .and(pages::routes())
        .and(comments::routes())
        .and(files::routes())
        .open_on_leave(&["see_note", "settle_lost_words"])
        .open_to_guests(&[
            "list_notes",
            "begin_note",
            "get_note",
            "edit_note",
            "withdraw_note",
            "put_note_back",
            "see_note",
            "list_note_readers",
            "list_lost_words",
            "settle_lost_words",
        ])
        .open_to_bots(&["list_notes", "get_note"])
}

/// Does what keeps a processor busy, when it is its turn, and once nothing else of the actor's is under way.
async fn put_together<T: Send + 'static>(cx: &Cx, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let alone = turns::person(cx.actor().person).await;
    in_turn(cx, move || {
        let _alone = alone;
        work()
    })
    .await
}

/// [`put_together`] for who has waited for the actor's other work before.
async fn in_turn<T: Send + 'static>(cx: &Cx, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let turn = turns::turn().await;
    // Whoever asked may be gone before it is done: the turn is the work's.
    cx.heavy(move || {
        let _turn = turn;
        work()
    })
    .await
}

fn talk(cx: &Cx) -> Talk {
    *cx.part::<Talk>()
}

fn shown(note: Note) -> Reply<Note> {
    let tick = note.tick;
    Reply::ok(note).etag(tick)
}

async fn list(cx: Cx, input: In<RoomPath, ListQuery>) -> Result<Reply<Page<Note>>> {
    let (talk, room) = (talk(&cx), input.path.room);
    let ListQuery { q, limit: asked, cursor } = input.query;
    let (after, limit): (Option<Key>, usize) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let words = q.unwrap_or_default();
    let found = cx.read(move |conn| service::list(conn, talk, room, &words, after, limit + 1)).await?;
    let page = Page::cut(found, limit, |(_, key)| *key);
    Ok(Reply::ok(page.map(|(note, _)| note)))
}

async fn begin(cx: Cx, input: In<RoomPath, (), Json<New>>) -> Result<Reply<Note>> {
    let (talk, room, Json(new)) = (talk(&cx), input.path.room, input.body);
    let copied = match new.from {
        Some(from) => Some(cx.read(move |conn| reading::as_of(conn, talk, from, None)).await?.1),
        None => None,
    };
    let (template, chance) = (new.template, cx.db().entropy().u64());
    let nodes = move || copied.map_or_else(|| Ok(template.nodes()), |pieces| pieces.nodes());
    let first = put_together(&cx, move || writing::first(&nodes()?, chance)).await?;
    let note = cx.write(move |tx| service::begin(tx, talk, room, &new, first.as_ref())).await?;
    let tick = note.tick;
    Ok(Reply::created(note).etag(tick))
}

async fn get(cx: Cx, input: In<NotePath>) -> Result<Reply<Note>> {
    let (talk, id) = (talk(&cx), input.path.note);
    cx.read(move |conn| service::get(conn, talk, id)).await.map(shown)
}

async fn edit(cx: Cx, input: In<NotePath, (), Json<Edit>>) -> Result<Reply<Note>> {
    let (talk, id, Json(change), seen) = (talk(&cx), input.path.note, input.body, cx.if_match()?);
    cx.write(move |tx| service::edit(tx, talk, id, &change, seen)).await.map(shown)
}

async fn withdraw(cx: Cx, input: In<NotePath>) -> Result<Reply<Note>> {
    let (talk, id, address) = (talk(&cx), input.path.note, cx.origin());
    cx.write(move |tx| service::withdraw(tx, talk, id, &address)).await.map(shown)
}

async fn put_back(cx: Cx, input: In<NotePath>) -> Result<Reply<Note>> {
    let (talk, id) = (talk(&cx), input.path.note);
    cx.write(move |tx| service::put_back(tx, talk, id)).await.map(shown)
}

async fn see(cx: Cx, input: In<NotePath, (), Json<Seen>>) -> Result<Reply> {
    let (talk, id, Json(Seen { seq })) = (talk(&cx), input.path.note, input.body);
    cx.write(move |tx| service::see(tx, talk, id, seq)).await?;
    Ok(Reply::none())
}

async fn readers(cx: Cx, input: In<NotePath>) -> Result<Reply<Vec<Reader>>> {
    let (talk, id) = (talk(&cx), input.path.note);
    Ok(Reply::ok(cx.read(move |conn| reading::readers(conn, talk, id, 500)).await?))
}

async fn lost(cx: Cx, input: In<NotePath>) -> Result<Reply<Vec<Lost>>> {
    let (talk, id) = (talk(&cx), input.path.note);
    Ok(Reply::ok(cx.read(move |conn| reading::lost(conn, talk, id)).await?))
}

async fn settle(cx: Cx, input: In<LostPath>) -> Result<Reply> {
    let (talk, LostPath { note, lost }) = (talk(&cx), input.path);
    cx.write(move |tx| service::settle(tx, talk, note, lost)).await?;
    Ok(Reply::none())
}

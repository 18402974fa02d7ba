//! What is said beside pages.

use super::{NotePath, talk};
use crate::model::NoteId;
use crate::model::comment::{Comment, CommentId, NewComment};
use crate::service::comments;
use kernel::Result;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct CommentPath {
    note: NoteId,
    comment: CommentId,
}

#[derive(Deserialize, JsonSchema)]
struct CommentsQuery {
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("notes")
        .on("GET /notes/{note}/comments", "list_note_comments", "What is said beside it.", SignedIn, list)
        .on("POST /notes/{note}/comments", "comment_note", "Says something beside it.", SignedIn, say)
        .on("PUT /notes/{note}/comments/{comment}/settled", "settle_note_comment", "It is settled.", SignedIn, settle)
        .on(
            "DELETE /notes/{note}/comments/{comment}/settled",
            "open_note_comment",
            "It is not settled.",
            SignedIn,
            reopen,
        )
        .on("DELETE /notes/{note}/comments/{comment}", "withdraw_note_comment", "Takes it back.", SignedIn, withdraw)
        .open_to_guests(&[
            "list_note_comments",
            "comment_note",
            "settle_note_comment",
            "open_note_comment",
            "withdraw_note_comment",
        ])
}

async fn list(cx: Cx, input: In<NotePath, CommentsQuery>) -> Result<Reply<Page<Comment>>> {
    let (talk, note) = (talk(&cx), input.path.note);
    let after: Option<CommentId> = input.query.cursor.as_ref().map(Cursor::read).transpose()?;
    let limit = limit(input.query.limit);
    let found = cx.read(move |conn| comments::list(conn, talk, note, after, limit + 1)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |comment| comment.id)))
}

async fn say(cx: Cx, input: In<NotePath, (), Json<NewComment>>) -> Result<Reply<Comment>> {
    let (talk, note, Json(new)) = (talk(&cx), input.path.note, input.body);
    Ok(Reply::created(cx.write(move |tx| comments::say(tx, talk, note, &new)).await?))
}

async fn settle(cx: Cx, input: In<CommentPath>) -> Result<Reply<Comment>> {
    set(cx, input.path, true).await
}

async fn reopen(cx: Cx, input: In<CommentPath>) -> Result<Reply<Comment>> {
    set(cx, input.path, false).await
}

async fn set(cx: Cx, path: CommentPath, settled: bool) -> Result<Reply<Comment>> {
    let (talk, CommentPath { note, comment }) = (talk(&cx), path);
    Ok(Reply::ok(cx.write(move |tx| comments::settle(tx, talk, note, comment, settled)).await?))
}

async fn withdraw(cx: Cx, input: In<CommentPath>) -> Result<Reply<Comment>> {
    let (talk, CommentPath { note, comment }) = (talk(&cx), input.path);
    Ok(Reply::ok(cx.write(move |tx| comments::withdraw(tx, talk, note, comment)).await?))
}

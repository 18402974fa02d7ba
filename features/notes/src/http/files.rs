//! The files of notes: how one comes to a note, and the one door to its bytes.

use super::{NotePath, talk};
use crate::model::NoteId;
use crate::model::file::{NoteFile, Taking};
use crate::service::files;
use ::files::http::{FileQuery, is_gone_to, preview_made, served, served_preview, served_small, served_to_look_at};
use ::files::model::FileId;
use kernel::{Error, Result};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cursor, Cx, Head, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct FilePath {
    note: NoteId,
    file: FileId,
}

#[derive(Deserialize, JsonSchema)]
struct FilesQuery {
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("notes")
        .on("GET /notes/{note}/files", "list_note_files", "The files of a note.", SignedIn, list)
        .on("PUT /notes/{note}/files/{file}", "take_note_file", "Gives it a file.", SignedIn, take)
        .on(
            "GET /notes/{note}/files/{file}",
            "get_note_file",
            "The bytes of a file, or a range of them.",
            SignedIn,
            get,
        )
        .on(
            "GET /notes/{note}/files/{file}/view",
            "view_note_file",
            "The bytes of a file for whoever only looks at it.",
            SignedIn,
            view,
        )
        .on(
            "GET /notes/{note}/files/{file}/thumbnail",
            "get_note_file_thumbnail",
            "A picture drawn small, as a JPEG.",
            SignedIn,
            thumbnail,
        )
        .on(
            "GET /notes/{note}/files/{file}/preview",
            "get_note_file_preview",
            "An office file as a PDF.",
            SignedIn,
            preview,
        )
        .open_to_guests(&[
            "list_note_files",
            "take_note_file",
            "get_note_file",
            "view_note_file",
            "get_note_file_thumbnail",
            "get_note_file_preview",
        ])
        .open_to_bots(&[
            "list_note_files",
            "get_note_file",
            "view_note_file",
            "get_note_file_thumbnail",
            "get_note_file_preview",
        ])
}

async fn list(cx: Cx, input: In<NotePath, FilesQuery>) -> Result<Reply<Page<NoteFile>>> {
    let (talk, note, FilesQuery { limit: asked, cursor }) = (talk(&cx), input.path.note, input.query);
    let (after, limit): (Option<FileId>, usize) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx.read(move |conn| files::list(conn, talk, note, after, limit + 1)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |file| file.id)))
}

async fn take(cx: Cx, input: In<FilePath, (), Json<Taking>>) -> Result<Reply<NoteFile>> {
    let (talk, FilePath { note, file }, Json(Taking { from })) = (talk(&cx), input.path, input.body);
    Ok(Reply::ok(cx.write(move |tx| files::take(tx, talk, note, file, from)).await?))
}

async fn get(cx: Cx, input: In<FilePath, FileQuery>) -> Result<Reply> {
    let (talk, FilePath { note, file }) = (talk(&cx), input.path);
    let row = cx.read(move |conn| files::to_save(conn, talk, note, file)).await?;
    served(&cx, row, input.query).await
}

async fn view(cx: Cx, input: In<FilePath, (), Head>) -> Result<Reply> {
    let (talk, FilePath { note, file }) = (talk(&cx), input.path);
    let (row, refusal) = cx.read(move |conn| files::to_look_at(conn, talk, note, file)).await?;
    // Nobody comes here as to a page: whoever may save it has the other door for that.
    if is_gone_to(&input.body) {
        return Err(refusal.unwrap_or_else(Error::not_found));
    }
    served_to_look_at(&cx, row).await
}

async fn thumbnail(cx: Cx, input: In<FilePath>) -> Result<Reply> {
    let (talk, FilePath { note, file }) = (talk(&cx), input.path);
    let row = cx.read(move |conn| files::file(conn, talk, note, file)).await?;
    served_small(&cx, row).await
}

async fn preview(cx: Cx, input: In<FilePath, (), Head>) -> Result<Reply> {
    let (talk, FilePath { note, file }) = (talk(&cx), input.path);
    let row = cx.read(move |conn| files::file(conn, talk, note, file)).await?;
    preview_made(&cx, &row).await?;
    // The note may have been taken back while it was made.
    let (row, refusal) = cx.read(move |conn| files::to_read(conn, talk, note, file)).await?;
    let saved = refusal.is_none();
    match refusal {
        Some(refusal) if is_gone_to(&input.body) => Err(refusal),
        _ => served_preview(&cx, row, saved).await,
    }
}

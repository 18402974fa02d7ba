//! The files of rooms: which there are, and the one door to their bytes.

use crate::model::{ChatRefusal, FileFilter, FileGroup, FileKey, FileSort, InspectionId, RoomFile, RoomId};
use crate::service::inspections::reading::{self, Begun};
use crate::service::{downloads, files, versions};
use ::files::http::{FileQuery, is_gone_to, preview_made, served, served_preview, served_small, served_to_look_at};
use ::files::model::{FileId, FileKind};
use directory::model::PersonBrief;
use kernel::{Error, PersonId, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::mem::discriminant;
use web::{Access, Cursor, Cx, Head, In, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct FilePath {
    room: RoomId,
    file: FileId,
}

#[derive(Deserialize, JsonSchema)]
struct InspectedPath {
    inspection: InspectionId,
    file: FileId,
}

#[derive(Deserialize, JsonSchema)]
struct ListQuery {
    /// Only of this sort.
    kind: Option<FileKind>,
    /// Only of these sorts.
    group: Option<FileGroup>,
    /// Only what this person said.
    #[schemars(with = "Option<String>")]
    author: Option<PersonId>,
    /// Only with these words in their names.
    name: Option<String>,
    /// In which order: the newest first when nothing is said.
    #[serde(default)]
    #[schemars(with = "Option<FileSort>")]
    sort: FileSort,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Serialize, JsonSchema)]
struct RoomFiles {
    #[serde(flatten)]
    page: Page<RoomFile>,
    /// Who said what they came with.
    people: Vec<PersonBrief>,
}

/// All versions of a file.
#[derive(Serialize, JsonSchema)]
struct FileVersions {
    items: Vec<RoomFile>,
    /// Who said what they came with.
    people: Vec<PersonBrief>,
}

pub(super) fn routes() -> Routes {
    use Access::{Administrator, SignedIn};
    Routes::new("chat")
        .on("GET /rooms/{room}/files", "list_room_files", "The files of a room.", SignedIn, list)
        .on(
            "GET /rooms/{room}/files/{file}",
            "get_room_file",
            "The bytes of a file, or a range of them.",
            SignedIn,
            get,
        )
        .on(
            "GET /rooms/{room}/files/{file}/thumbnail",
            "get_room_file_thumbnail",
            "A picture drawn small, as a JPEG.",
            SignedIn,
            thumbnail,
        )
        .on(
            "GET /rooms/{room}/files/{file}/preview",
            "get_room_file_preview",
            "An office file as a PDF.",
            SignedIn,
            preview,
        )
        .on(
            "GET /rooms/{room}/files/{file}/view",
            "get_room_file_view",
            "The bytes of a file for whoever only looks at it.",
            SignedIn,
            view,
        )
        .on(
            "GET /rooms/{room}/files/{file}/versions",
            "list_file_versions",
            "All versions of a file, the newest first.",
            SignedIn,
            list_versions,
        )
        .on(
            "GET /inspections/{inspection}/files/{file}",
            "inspect_file",
            "The bytes of a file; the record of acts notes it.",
            Administrator,
            inspect,
        )
}

async fn list(cx: Cx, input: In<RoomPath, ListQuery>) -> Result<Reply<RoomFiles>> {
    let (id, ListQuery { kind, group, author, name, sort, limit: asked, cursor }) = (input.path.room, input.query);
    let (start, limit) = (sort.start(), limit(asked));
    let after: FileKey = cursor.as_ref().map(Cursor::read).transpose()?.unwrap_or_else(|| sort.start());
    // A page of one order does not go on in another.
    if discriminant(&after) != discriminant(&start) {
        return Err(Error::invalid("invalid_cursor"));
    }
    let folded = text::fold(&name.unwrap_or_default());
    // Who names one sort wants that one.
    let kinds = match (kind, group) {
        (Some(kind), _) => vec![kind],
        (None, group) => group.map(|group| group.kinds().to_vec()).unwrap_or_default(),
    };
    let filter = FileFilter { kinds, author, words: folded.split_whitespace().map(str::to_owned).collect() };
    let (found, people) = cx.read(move |conn| files::list(conn, id, &filter, &after, limit)).await?;
    Ok(Reply::ok(RoomFiles { page: Page::cut(found, limit, |one| sort.key(one)), people }))
}

async fn get(cx: Cx, input: In<FilePath, FileQuery>) -> Result<Reply> {
    let FilePath { room, file } = input.path;
    let row = cx.read(move |conn| downloads::to_save(conn, room, file)).await?;
    served(&cx, row, input.query).await
}

fn check_taken_up(head: &Head) -> Result<()> {
    if is_gone_to(head) { Err(ChatRefusal::NoDownloads.into()) } else { Ok(()) }
}

async fn view(cx: Cx, input: In<FilePath, (), Head>) -> Result<Reply> {
    let FilePath { room, file } = input.path;
    check_taken_up(&input.body)?;
    let row = cx.read(move |conn| downloads::to_look_at(conn, room, file)).await?;
    served_to_look_at(&cx, row).await
}

async fn list_versions(cx: Cx, input: In<FilePath>) -> Result<Reply<FileVersions>> {
    let FilePath { room, file } = input.path;
    let (items, people) = cx.read(move |conn| versions::list(conn, room, file)).await?;
    Ok(Reply::ok(FileVersions { items, people }))
}

async fn thumbnail(cx: Cx, input: In<FilePath>) -> Result<Reply> {
    let FilePath { room, file } = input.path;
    let row = cx.read(move |conn| files::file(conn, room, file)).await?;
    served_small(&cx, row).await
}

async fn preview(cx: Cx, input: In<FilePath, (), Head>) -> Result<Reply> {
    let FilePath { room, file } = input.path;
    let row = cx.read(move |conn| files::file(conn, room, file)).await?;
    preview_made(&cx, &row).await?;
    // It may have been taken back while it was made.
    let (row, saved) = cx.read(move |conn| downloads::to_read(conn, room, file)).await?;
    if !saved {
        check_taken_up(&input.body)?;
    }
    served_preview(&cx, row, saved).await
}

async fn inspect(cx: Cx, input: In<InspectedPath, FileQuery, Head>) -> Result<Reply> {
    let InspectedPath { inspection, file } = input.path;
    let address = cx.client().address.to_string();
    let (begun, who, now) = (cx.part::<Begun>(), cx.actor().account, cx.db().clock().now());
    let in_the_middle = input.body.header("range").is_some_and(|range| !range.starts_with("bytes=0-"));
    let goes_on = in_the_middle && begun.goes_on(inspection, file, who, now);
    let row = cx.write(move |tx| reading::file(tx, inspection, file, goes_on, &address)).await?;
    if !goes_on {
        begun.note(inspection, file, who, now);
    }
    served(&cx, row, input.query).await
}

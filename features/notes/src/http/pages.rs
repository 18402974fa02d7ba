//! What stands on notes: opening, writing, and what it was.

use super::{NotePath, in_turn, put_together, talk};
use crate::model::export::{Attached, AttachedFiles};
use crate::model::file::{self, NoteFile};
use crate::model::lines::{self, Compared};
use crate::model::tree::{self, Node};
use crate::model::{NoteId, UpdateId, Version, base64};
use crate::service::files;
use crate::service::history::{self, History};
use crate::service::reading::{self, Form, Opened};
use crate::service::telling::table;
use crate::service::turns;
use crate::service::writing::{self, Keeping, Wish};
use ::files::http::{FileQuery, served};
use ::files::model::{FileId, FileKind, is_shown};
use ::files::service::Uploads;
use ::files::store::FileRow;
use kernel::{Error, Result};
use live::Live;
use rooms::model::InspectionId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::sync::Arc;
use web::{Access, Cx, In, Json, Origin, Origins, Raw, Reply, Routes};

#[derive(Deserialize, JsonSchema)]
struct UpdatePath {
    note: NoteId,
    update: UpdateId,
}

#[derive(Deserialize, JsonSchema)]
struct InspectedPath {
    inspection: InspectionId,
    note: NoteId,
}

#[derive(Deserialize, JsonSchema)]
struct InspectedFilePath {
    inspection: InspectionId,
    note: NoteId,
    file: FileId,
}

#[derive(Deserialize, JsonSchema)]
struct VersionPath {
    note: NoteId,
    seq: i64,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "OpenNote")]
struct Opening {
    /// The line's name, from its first frame: what others write is told over it.
    connection: Option<String>,
    /// What the client has, as a state vector in letters (base64); it is sent what it lacks.
    known: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
struct WriteQuery {
    /// Up to which number the client had the page.
    seen: Option<i64>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewNoteRow")]
struct Row {
    /// Proposed by the program; the same one twice is the same row once.
    id: UpdateId,
    /// Its cells from left to right.
    cells: Vec<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "RestoreNote")]
struct Restoring {
    /// Proposed by the client; the same one twice is the same change once.
    id: UpdateId,
    /// What it is to say again.
    seq: i64,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NameNoteVersion")]
struct Naming {
    /// What the version is called.
    name: String,
}

#[derive(Deserialize, JsonSchema)]
struct BelowQuery {
    /// From `next`.
    below: Option<i64>,
}

#[derive(Deserialize, JsonSchema)]
struct SeqQuery {
    /// The version; the last when absent.
    seq: Option<i64>,
}

#[derive(Deserialize, JsonSchema)]
struct Between {
    /// The version before.
    from: i64,
    /// The version after.
    to: i64,
}

#[derive(Deserialize, JsonSchema)]
struct FormQuery {
    /// In which form.
    form: Form,
}

/// A page as the editor reads it.
#[derive(Serialize, JsonSchema)]
struct NotePage {
    /// The note's title.
    title: String,
    /// What is on it, as ProseMirror has it.
    doc: serde_json::Value,
}

/// A page of a room that is inspected, with its files.
#[derive(Serialize, JsonSchema)]
struct InspectedNotePage {
    /// The note's title.
    title: String,
    /// What was on it, as ProseMirror has it.
    doc: serde_json::Value,
    /// Those of the note's files that it names.
    files: Vec<NoteFile>,
}

/// An update that is kept.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "KeptNoteUpdate")]
struct KeptUpdate {
    /// Its number.
    seq: i64,
}

/// What became of a restoring.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RestoredNote")]
struct Restored {
    /// The number of the change; nothing when the page says that already.
    seq: Option<i64>,
}

/// Cells of a row, at most, and letters of one.
const MOST_CELLS: usize = 50;
const LONGEST_CELL: usize = 2_000;
/// A page that others write on is tried anew so often, and then kept as merging allows.
const TRIES: usize = 4;

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("notes")
        .on("POST /notes/{note}/open", "open_note", "The page, and what is written on it from now on.", SignedIn, open)
        .on("PUT /notes/{note}/updates/{update}", "write_in_note", "Writes on the page.", SignedIn, write)
        .on("POST /notes/{note}/rows", "add_note_row", "Adds a row to its first table.", SignedIn, add_row)
        .on("POST /notes/{note}/restore", "restore_note", "Lets it say again what it said.", SignedIn, restore)
        .on("GET /notes/{note}/page", "get_note_page", "The page as it was, or is.", SignedIn, page)
        .on(
            "GET /inspections/{inspection}/notes/{note}",
            "get_inspected_note",
            "The page to who inspects its room.",
            Access::Administrator,
            inspected,
        )
        .on(
            "GET /inspections/{inspection}/notes/{note}/files/{file}",
            "get_inspected_note_file",
            "A file of that page.",
            Access::Administrator,
            inspected_file,
        )
        .on(
            "GET /notes/{note}/comparison",
            "compare_note_versions",
            "What differs between two versions.",
            SignedIn,
            compare,
        )
        .on("GET /notes/{note}/history", "get_note_history", "Who wrote when.", SignedIn, get_history)
        .on("PUT /notes/{note}/versions/{seq}", "name_note_version", "Gives a version a name.", SignedIn, name_version)
        .on("DELETE /notes/{note}/versions/{seq}", "unname_note_version", "Takes the name away.", SignedIn, unname)
        .on("GET /notes/{note}/export", "export_note", "The page as a file.", SignedIn, export)
        .open_on_leave(&["open_note"])
        .open_to_guests(&[
            "open_note",
            "write_in_note",
            "restore_note",
            "get_note_page",
            "compare_note_versions",
            "get_note_history",
            "name_note_version",
            "unname_note_version",
            "export_note",
        ])
        .open_to_bots(&["add_note_row", "get_note_page"])
}

async fn open(cx: Cx, input: In<NotePath, (), Json<Opening>>) -> Result<Reply<Opened>> {
    let (talk, id, Json(Opening { connection, known })) = (talk(&cx), input.path.note, input.body);
    let key =
        connection.map(|name| name.parse::<u64>().map_err(|_| Error::field("connection", "invalid"))).transpose()?;
    let mut seated = false;
    if let Some(key) = key {
        let (room, name) = cx.read(move |conn| reading::sitting(conn, talk, id)).await?;
        // Before the page is read: what is written in between is told, and merging twice does no harm.
        seated = cx.part::<Live>().hub.seat(key, &cx.actor(), table(id.raw()), room.raw(), &name);
    }
    let (mut opened, pieces) = cx.read(move |conn| reading::opening(conn, talk, id)).await?;
    opened.seated = seated;
    let opened = put_together(&cx, move || opened.with(&pieces, known.as_deref())).await?;
    Ok(Reply::ok(opened))
}

/// Has a wish granted: read, tried outside of any transaction, kept if the page is still the one on which it was tried. On one node each waits
/// for who came before; what another node keeps meanwhile is seen.
async fn granted(cx: &Cx, note: NoteId, id: UpdateId, wish: Wish) -> Result<Option<i64>> {
    let (talk, wish) = (talk(cx), Arc::new(wish));
    // In this order, or who waits for themselves would keep everybody from the note.
    let _alone = turns::person(cx.actor().person).await;
    let _first = turns::note(note).await;
    for attempt in 0..=TRIES {
        let (asked, chance) = (wish.clone(), cx.db().entropy().u64());
        let base = cx.read(move |conn| writing::base(conn, talk, note, id, &asked, chance)).await?;
        if let Some(known) = base.known {
            return Ok(Some(known.seq));
        }
        let asked = wish.clone();
        let Some(prepared) = in_turn(cx, move || writing::tried(&base, id, &asked)).await? else {
            return Ok(None);
        };
        let asked = wish.clone();
        let kept = cx.write(move |tx| writing::keep(tx, talk, note, &asked, &prepared, attempt == TRIES)).await?;
        if let Keeping::Kept(kept) = kept {
            return Ok(Some(kept.seq));
        }
    }
    Err(Error::internal("a change that is kept in any case was not"))
}

async fn write(cx: Cx, input: In<UpdatePath, WriteQuery, Raw>) -> Result<Reply<KeptUpdate>> {
    let UpdatePath { note, update } = input.path;
    let bytes = input.body.bytes.to_vec();
    let seq = granted(&cx, note, update, Wish::Update { bytes, seen: input.query.seen }).await?;
    Ok(Reply::ok(KeptUpdate { seq: seq.unwrap_or_default() }))
}

async fn add_row(cx: Cx, input: In<NotePath, (), Json<Row>>) -> Result<Reply<KeptUpdate>> {
    let Json(Row { id, cells }) = input.body;
    if cells.is_empty() || cells.len() > MOST_CELLS {
        return Err(Error::field("cells", "invalid"));
    }
    if let Some(place) = cells.iter().position(|cell| cell.chars().count() > LONGEST_CELL) {
        return Err(Error::field(format!("cells[{place}]"), "too_long"));
    }
    let seq = granted(&cx, input.path.note, id, Wish::Row { cells }).await?;
    Ok(Reply::ok(KeptUpdate { seq: seq.unwrap_or_default() }))
}

async fn restore(cx: Cx, input: In<NotePath, (), Json<Restoring>>) -> Result<Reply<Restored>> {
    let Json(Restoring { id, seq }) = input.body;
    Ok(Reply::ok(Restored { seq: granted(&cx, input.path.note, id, Wish::Restore { seq }).await? }))
}

async fn page(cx: Cx, input: In<NotePath, SeqQuery>) -> Result<Reply<NotePage>> {
    let (talk, id, seq) = (talk(&cx), input.path.note, input.query.seq);
    let (title, pieces) = cx.read(move |conn| reading::as_of(conn, talk, id, seq)).await?;
    let doc = put_together(&cx, move || reading::document(&pieces)).await?;
    Ok(Reply::ok(NotePage { title, doc }))
}

/// What stood on a page that the actor may inspect: each look is on record.
async fn inspected_nodes(cx: &Cx, inspection: InspectionId, note: NoteId) -> Result<(String, Vec<Node>)> {
    let (talk, address) = (talk(cx), cx.origin());
    let (title, pieces) = cx.write(move |tx| reading::inspected(tx, talk, inspection, note, &address)).await?;
    Ok((title, put_together(cx, move || pieces.nodes()).await?))
}

async fn inspected(cx: Cx, input: In<InspectedPath>) -> Result<Reply<InspectedNotePage>> {
    let InspectedPath { inspection, note } = input.path;
    let (title, nodes) = inspected_nodes(&cx, inspection, note).await?;
    let named = file::named(&nodes);
    let files = cx.read(move |conn| files::of_page(conn, note, &named)).await?;
    Ok(Reply::ok(InspectedNotePage { title, doc: tree::to_json(&nodes), files }))
}

async fn inspected_file(cx: Cx, input: In<InspectedFilePath, FileQuery>) -> Result<Reply> {
    let InspectedFilePath { inspection, note, file: wanted } = input.path;
    let (_, nodes) = inspected_nodes(&cx, inspection, note).await?;
    if !file::named(&nodes).contains(&wanted) {
        return Err(Error::not_found());
    }
    let row = cx.read(move |conn| files::row_of_page(conn, note, wanted)).await?;
    served(&cx, row, input.query).await
}

async fn compare(cx: Cx, input: In<NotePath, Between>) -> Result<Reply<Vec<Compared>>> {
    let (talk, id, Between { from, to }) = (talk(&cx), input.path.note, input.query);
    let (before, after) = cx
        .read(move |conn| {
            let before = reading::as_of(conn, talk, id, Some(from))?.1;
            Ok((before, reading::as_of(conn, talk, id, Some(to))?.1))
        })
        .await?;
    Ok(Reply::ok(put_together(&cx, move || Ok(lines::compare(&before.nodes()?, &after.nodes()?))).await?))
}

async fn get_history(cx: Cx, input: In<NotePath, BelowQuery>) -> Result<Reply<History>> {
    let (talk, id, below) = (talk(&cx), input.path.note, input.query.below);
    Ok(Reply::ok(cx.read(move |conn| history::history(conn, talk, id, below)).await?))
}

async fn name_version(cx: Cx, input: In<VersionPath, (), Json<Naming>>) -> Result<Reply<Vec<Version>>> {
    let (talk, VersionPath { note, seq }, Json(Naming { name })) = (talk(&cx), input.path, input.body);
    Ok(Reply::ok(cx.write(move |tx| history::name_version(tx, talk, note, seq, &name)).await?))
}

async fn unname(cx: Cx, input: In<VersionPath>) -> Result<Reply<Vec<Version>>> {
    let (talk, VersionPath { note, seq }) = (talk(&cx), input.path);
    Ok(Reply::ok(cx.write(move |tx| history::unname_version(tx, talk, note, seq)).await?))
}

/// Bytes of a picture that an export takes along, and of all of them.
const LARGEST_TAKEN: i64 = 4 << 20;
const MOST_TAKEN: i64 = 32 << 20;

/// Where the files of a note are for who reads the export elsewhere.
fn below(cx: &Cx, note: NoteId) -> String {
    let path = format!("/api/notes/{note}/files");
    let origins = cx.part::<Origins>();
    format!("{}{}", origins.of(cx).map(Origin::text).unwrap_or_default(), cx.site().path(&path))
}

/// The files of a page as an export has them. What cannot be read now is a way back to it, and what whoever takes it may not save.
fn taken_along(uploads: &Uploads, rows: Vec<(FileRow, bool)>, below: &str, form: Form) -> AttachedFiles {
    let mut left = if form == Form::Html { MOST_TAKEN } else { 0 };
    let mut files = AttachedFiles::new();
    for (row, saves) in rows {
        let address = format!("{below}/{}", row.id);
        let is_picture = row.kind == Some(FileKind::Picture) && row.width.is_some();
        let mut inline = None;
        if is_picture && saves && row.size <= LARGEST_TAKEN.min(left) {
            inline = in_letters(uploads, &row);
            left -= row.size;
        }
        files.insert(row.id, Attached { name: row.name, address, is_picture, inline });
    }
    files
}

fn in_letters(uploads: &Uploads, row: &FileRow) -> Option<String> {
    let media = row.media.as_deref().filter(|media| media.starts_with("image/") && is_shown(media))?;
    let mut bytes = Vec::new();
    uploads.contents(row).ok()?.take(LARGEST_TAKEN as u64).read_to_end(&mut bytes).ok()?;
    Some(format!("data:{media};base64,{}", base64::encode(&bytes)))
}

async fn export(cx: Cx, input: In<NotePath, FormQuery>) -> Result<Reply> {
    let (talk, id, form) = (talk(&cx), input.path.note, input.query.form);
    let (title, pieces) = cx.read(move |conn| reading::as_of(conn, talk, id, None)).await?;
    let rows = cx.read(move |conn| files::standing(conn, talk, id)).await?;
    let (below, uploads) = (below(&cx, id), cx.part::<Uploads>());
    // Reading pictures is the disk's work, and keeps nobody from a processor.
    let files = cx.heavy(move || Ok(taken_along(&uploads, rows, &below, form))).await?;
    let name = title.clone();
    let text = put_together(&cx, move || reading::exported(&title, &pieces, form, &files)).await?;
    Ok(match form {
        Form::Markdown => Reply::file(text.into_bytes(), "text/markdown; charset=utf-8", &format!("{name}.md")),
        Form::Html => Reply::file(text.into_bytes(), "text/html; charset=utf-8", &format!("{name}.html")),
    })
}

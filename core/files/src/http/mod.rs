//! Where files come in: resumable uploads by tus 1.0.0, with its extensions creation, creation-with-upload, expiration, checksum and
//! termination. Where they go out, the feature that took them decides.

mod dialect;
mod receiving;
mod rules;
mod saying;

use crate::model::{FileId, FilesRefusal, Upload, is_shown};
use crate::service::{self, Uploads};
use crate::store::FileRow;
use dialect::{Tus, VERSION};
use jiff::fmt::rfc2822::DateTimePrinter;
use kernel::{Error, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cx, Head, In, Pieces, Reply, Routes, Served};

#[derive(Deserialize, JsonSchema)]
struct UploadPath {
    upload: FileId,
}

/// The names of the endpoints: whoever talks in rooms brings files there.
const ALL: [&str; 4] = ["begin_upload", "get_upload", "continue_upload", "remove_upload"];

/// The endpoints.
pub fn routes() -> Routes {
    use Access::{Public, SignedIn};
    Routes::speaking(&Tus, "files")
        .on("OPTIONS /files/uploads", "get_upload_terms", "What of tus is spoken.", Public, terms)
        .on("POST /files/uploads", "begin_upload", "Begins to bring a file (tus: creation).", SignedIn, begin)
        .on("GET /files/uploads/{upload}", "get_upload", "How far a file of mine has come (tus: HEAD).", SignedIn, get)
        .on("PATCH /files/uploads/{upload}", "continue_upload", "Brings more of it.", SignedIn, go_on)
        .on("DELETE /files/uploads/{upload}", "remove_upload", "Forgets it (tus: termination).", SignedIn, remove)
        .talking_on_leave(&["begin_upload", "continue_upload", "remove_upload"])
        .open_to_guests(&ALL)
        .open_to_bots(&ALL)
        .and(rules::routes())
}

/// A moment as HTTP writes it.
fn http_date(moment: Timestamp) -> String {
    let zoned = moment.in_zone(&jiff::tz::TimeZone::UTC);
    DateTimePrinter::new().timestamp_to_rfc9110_string(&zoned.timestamp()).expect("a year of four digits")
}

/// What tus tells of a file with every answer.
fn told<T>(reply: Reply<T>, upload: &Upload) -> Reply<T> {
    let reply = reply.with("upload-offset", &upload.received.to_string()).with("cache-control", "no-store");
    match upload.expires_at {
        Some(end) => reply.with("upload-expires", &http_date(end)),
        None => reply,
    }
}

async fn terms(cx: Cx, _: In) -> Result<Reply> {
    Ok(Reply::none()
        .with("tus-version", VERSION)
        .with("tus-extension", "creation,creation-with-upload,expiration,checksum,termination")
        .with("tus-checksum-algorithm", "sha256")
        .with("tus-max-size", &cx.part::<Uploads>().limits.largest.to_string()))
}

async fn begin(cx: Cx, input: In<(), (), Pieces>) -> Result<Reply<Upload>> {
    let head = &input.body.head;
    saying::check_version(head)?;
    saying::checksum(head)?;
    let (new, brings) = (saying::new_file(head)?, saying::brings_bytes(head));
    let uploads = cx.part::<Uploads>();
    let place = uploads.clone();
    let (row, is_new) = cx.write(move |tx| service::begin(tx, &new, &place.limits, place.name())).await?;
    let id = row.id;
    if let Err(full) = receiving::check_space(&cx, &uploads, &row).await {
        // What is refused is not reckoned with when others ask.
        if is_new {
            cx.write(move |tx| service::unbegin(tx, id)).await?;
        }
        return Err(full);
    }
    let at = format!("/api/files/uploads/{}", row.id);
    // An empty file has come with its name. One that was begun before is told as it stands.
    let comes = (brings || row.size == 0) && row.received == 0;
    let row = if comes { receiving::receive(cx.clone(), id, 0, input.body).await? } else { row };
    let upload = row.shown();
    let reply = told(Reply::created(upload.clone()), &upload);
    Ok(reply.at(&cx.site().path(&at)))
}

async fn get(cx: Cx, input: In<UploadPath, (), Head>) -> Result<Reply<Upload>> {
    let id = input.path.upload;
    // Whoever speaks tus is about to go on with it; anybody else only looks.
    let upload = match input.body.header("tus-resumable") {
        Some(_) => {
            saying::check_version(&input.body)?;
            receiving::settle(&cx, id).await?.shown()
        }
        None => cx.read(move |conn| service::upload(conn, id)).await?,
    };
    let reply = told(Reply::ok(upload.clone()), &upload);
    Ok(reply.with("upload-length", &upload.size.to_string()))
}

async fn go_on(cx: Cx, input: In<UploadPath, (), Pieces>) -> Result<Reply> {
    let head = &input.body.head;
    saying::check_version(head)?;
    if !saying::brings_bytes(head) {
        return Err(FilesRefusal::WrongContentType.into());
    }
    let offset = saying::offset(head)?;
    let upload = receiving::receive(cx, input.path.upload, offset, input.body).await?.shown();
    Ok(told(Reply::none(), &upload))
}

async fn remove(cx: Cx, input: In<UploadPath, (), Head>) -> Result<Reply> {
    saying::check_version(&input.body)?;
    let (id, uploads) = (input.path.upload, cx.part::<Uploads>());
    // Only its owner may stop whoever is at it.
    cx.read(move |conn| service::brought(conn, id).map(drop)).await?;
    let _held = uploads.hold(id).await;
    cx.write(move |tx| service::forget(tx, id)).await?;
    cx.heavy(move || uploads.drop_part(id)).await?;
    Ok(Reply::none())
}

/// How somebody wants a file.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, JsonSchema)]
pub struct FileQuery {
    /// To be saved, even if a browser could show it.
    #[serde(default)]
    #[schemars(with = "Option<bool>")]
    pub save: bool,
}

/// A file that a feature's policy has let somebody read: its bytes, or the part that they asked for. Only what no browser runs is
/// shown in place of being saved.
pub async fn served(cx: &Cx, row: FileRow, query: FileQuery) -> Result<Reply> {
    let uploads = cx.part::<Uploads>();
    cx.heavy(move || {
        let file = uploads.contents(&row)?;
        let media = row.media.filter(|media| is_shown(media));
        let hash = row.sha256.ok_or_else(Error::not_found)?;
        Ok(Reply::served(Served {
            file,
            size: row.size as u64,
            hash,
            shown: media.is_some() && !query.save,
            media: media.unwrap_or_else(|| "application/octet-stream".to_owned()),
            name: row.name,
            kept: true,
        }))
    })
    .await
}

/// Whether a browser goes to a file as to a page of its own. What is only looked at is taken up by a page; whoever knows how gets the bytes
/// all the same, as the page does.
pub fn is_gone_to(head: &Head) -> bool {
    matches!(head.header("sec-fetch-dest"), Some("document" | "iframe" | "frame" | "object" | "embed"))
}

/// [`served`] for whoever may look at a file and not save it: for a page to draw, never to be saved, and kept by no browser.
pub async fn served_to_look_at(cx: &Cx, row: FileRow) -> Result<Reply> {
    let uploads = cx.part::<Uploads>();
    cx.heavy(move || {
        let file = uploads.contents(&row)?;
        let hash = row.sha256.ok_or_else(Error::not_found)?;
        let media = row.media.filter(|media| is_shown(media)).unwrap_or_else(|| "application/octet-stream".to_owned());
        Ok(Reply::served(Served { file, size: row.size as u64, hash, media, name: row.name, shown: true, kept: false }))
    })
    .await
}

/// Has the preview of a file made that somebody may read, and waits for it a while. Who may read it is asked again before it is given out.
///
/// Errors: why there is none.
pub async fn preview_made(cx: &Cx, row: &FileRow) -> Result<()> {
    cx.part::<Uploads>().have_preview_made(row).await
}

/// [`served`] for the preview of an office file, a PDF: saved like any other, and drawn by the client; or only drawn.
///
/// Errors: why there is none, or none yet.
pub async fn served_preview(cx: &Cx, row: FileRow, saved: bool) -> Result<Reply> {
    let uploads = cx.part::<Uploads>();
    cx.heavy(move || {
        let file = uploads.preview(&row)?;
        let size = file.metadata().map_err(|error| Error::unavailable("disk_failed", error))?.len();
        let hash = format!("{}-preview", row.sha256.unwrap_or_default());
        let media = "application/octet-stream".to_owned();
        Ok(Reply::served(Served {
            file,
            size,
            hash,
            shown: !saved,
            media,
            name: format!("{}.pdf", row.name),
            kept: saved,
        }))
    })
    .await
}

/// [`served`] for the small picture of one.
///
/// Errors: not found for what has none.
pub async fn served_small(cx: &Cx, row: FileRow) -> Result<Reply> {
    let uploads = cx.part::<Uploads>();
    cx.heavy(move || {
        let file = uploads.small(&row)?;
        let size = file.metadata().map_err(|error| Error::unavailable("disk_failed", error))?.len();
        let hash = format!("{}-small", row.sha256.unwrap_or_default());
        Ok(Reply::served(Served {
            file,
            size,
            hash,
            shown: true,
            media: "image/jpeg".to_owned(),
            name: row.name,
            kept: true,
        }))
    })
    .await
}

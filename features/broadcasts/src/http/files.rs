//! The one door to the bytes of what goes with a broadcast: for whoever has its words.

use crate::model::BroadcastId;
use crate::service;
use ::files::http::{FileQuery, preview_made, served, served_preview, served_small};
use ::files::model::FileId;
use kernel::Result;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cx, In, Reply, Routes};

#[derive(Deserialize, JsonSchema)]
struct FilePath {
    broadcast: BroadcastId,
    file: FileId,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    const READING: [&str; 3] = ["get_broadcast_file", "get_broadcast_file_thumbnail", "get_broadcast_file_preview"];
    Routes::new("broadcasts")
        .on(
            "GET /broadcasts/{broadcast}/files/{file}",
            "get_broadcast_file",
            "The bytes of a file that goes with it, or a range of them.",
            SignedIn,
            get,
        )
        .on(
            "GET /broadcasts/{broadcast}/files/{file}/thumbnail",
            "get_broadcast_file_thumbnail",
            "A picture drawn small, as a JPEG.",
            SignedIn,
            thumbnail,
        )
        .on(
            "GET /broadcasts/{broadcast}/files/{file}/preview",
            "get_broadcast_file_preview",
            "An office file as a PDF.",
            SignedIn,
            preview,
        )
        .open_to_guests(&READING)
        .open_to_bots(&READING)
}

async fn get(cx: Cx, input: In<FilePath, FileQuery>) -> Result<Reply> {
    let FilePath { broadcast, file } = input.path;
    let row = cx.read(move |conn| service::file(conn, broadcast, file)).await?;
    served(&cx, row, input.query).await
}

async fn thumbnail(cx: Cx, input: In<FilePath>) -> Result<Reply> {
    let FilePath { broadcast, file } = input.path;
    let row = cx.read(move |conn| service::file(conn, broadcast, file)).await?;
    served_small(&cx, row).await
}

async fn preview(cx: Cx, input: In<FilePath>) -> Result<Reply> {
    let FilePath { broadcast, file } = input.path;
    let row = cx.read(move |conn| service::file(conn, broadcast, file)).await?;
    preview_made(&cx, &row).await?;
    // It may have been taken back while the preview was made.
    let row = cx.read(move |conn| service::file(conn, broadcast, file)).await?;
    served_preview(&cx, row, true).await
}

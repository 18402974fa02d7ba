//! Below what the owners of rooms do not go, of who may save files.

use crate::model::DownloadFloor;
use crate::service::downloads;
use kernel::{Function, Result, Verb};
use web::{Access, Cx, In, Json, Reply, Routes};

pub(super) fn routes() -> Routes {
    let change = Access::May(Function::Rooms, Verb::Change);
    Routes::new("chat")
        .on(
            "GET /download-floor",
            "get_download_floor",
            "Who may save files at most, whatever owners decide.",
            Access::SignedIn,
            get,
        )
        .on("PUT /download-floor", "set_download_floor", "Decides that.", change, set)
}

async fn get(cx: Cx, _: In) -> Result<Reply<DownloadFloor>> {
    Ok(Reply::ok(cx.read(downloads::floor).await?))
}

async fn set(cx: Cx, input: In<(), (), Json<DownloadFloor>>) -> Result<Reply<DownloadFloor>> {
    let Json(floor) = input.body;
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| downloads::set_floor(tx, floor, &address)).await?))
}

//! What is done before words go outside.

use crate::model::OutsideTalk;
use crate::service::outside_talk;
use kernel::{Function, Result, Verb};
use web::{Access, Cx, In, Json, Reply, Routes};

pub(super) fn routes() -> Routes {
    let change = Access::May(Function::Rooms, Verb::Change);
    Routes::new("chat")
        .on("GET /outside-talk", "get_outside_talk", "What is done before words go outside.", Access::SignedIn, get)
        .on("PUT /outside-talk", "set_outside_talk", "Decides what is done.", change, set)
}

async fn get(cx: Cx, _: In) -> Result<Reply<OutsideTalk>> {
    Ok(Reply::ok(cx.read(outside_talk::get).await?))
}

async fn set(cx: Cx, input: In<(), (), Json<OutsideTalk>>) -> Result<Reply<OutsideTalk>> {
    let Json(wanted) = input.body;
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| outside_talk::set(tx, wanted, &address)).await?))
}

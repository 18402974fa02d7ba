//! Who takes part (利用の範囲).

use crate::model::participation::{ParticipationOutlook, ParticipationView, SaveParticipation};
use crate::service::participation;
use directory::model::Participation;
use kernel::Result;
use web::{Access, Cx, In, Json, Reply, Routes};

pub(super) fn routes() -> Routes {
    use Access::Administrator;
    Routes::new("identity")
        .on("GET /participation", "get_participation", "Who takes part.", Administrator, get)
        .on(
            "POST /participation/preview",
            "preview_participation",
            "Who would come and go with another choice.",
            Administrator,
            preview,
        )
        .on("PUT /participation", "set_participation", "Keeps who takes part.", Administrator, set)
}

async fn get(cx: Cx, _: In) -> Result<Reply<ParticipationView>> {
    let view = cx.read(participation::view).await?;
    let tick = view.tick;
    Ok(Reply::ok(view).etag(tick))
}

async fn preview(cx: Cx, input: In<(), (), Json<Participation>>) -> Result<Reply<ParticipationOutlook>> {
    let Json(said) = input.body;
    Ok(Reply::ok(cx.read(move |conn| participation::outlook(conn, &said)).await?))
}

async fn set(cx: Cx, input: In<(), (), Json<SaveParticipation>>) -> Result<Reply<ParticipationView>> {
    let (Json(new), seen, address) = (input.body, cx.if_match()?, cx.client().address.to_string());
    Ok(Reply::ok(cx.write(move |tx| participation::save(tx, &new, seen, &address)).await?))
}

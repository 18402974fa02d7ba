//! What guests agree to.

use crate::model::conditions::{Agreed, GuestConditions, NewConditions, OwnConditions};
use crate::service::conditions;
use kernel::{Function, Result, Verb};
use web::{Access, Cx, In, Json, Reply, Routes};

pub(super) fn routes() -> Routes {
    let [see, change] = [Verb::See, Verb::Change].map(|verb| Access::May(Function::Settings, verb));
    Routes::new("identity")
        .on("GET /guest-conditions", "get_guest_conditions", "What guests agree to, and did before.", see, get)
        .on("PUT /guest-conditions", "set_guest_conditions", "Changes what guests agree to.", change, set)
        .on(
            "GET /me/guest-conditions",
            "get_own_conditions",
            "What I, a guest, am asked to agree to.",
            Access::Restricted,
            own,
        )
        .on("POST /me/guest-conditions", "agree_to_conditions", "Agrees to it.", Access::Restricted, agree)
}

async fn get(cx: Cx, _: In) -> Result<Reply<GuestConditions>> {
    Ok(Reply::ok(cx.read(conditions::get).await?))
}

async fn set(cx: Cx, input: In<(), (), Json<NewConditions>>) -> Result<Reply<GuestConditions>> {
    let (Json(new), seen, address) = (input.body, cx.if_match()?, cx.client().address.to_string());
    Ok(Reply::ok(cx.write(move |tx| conditions::save(tx, &new.body, seen, &address)).await?))
}

async fn own(cx: Cx, _: In) -> Result<Reply<OwnConditions>> {
    Ok(Reply::ok(cx.read(conditions::own).await?))
}

async fn agree(cx: Cx, input: In<(), (), Json<Agreed>>) -> Result<Reply> {
    let (Json(Agreed { version }), address) = (input.body, cx.client().address.to_string());
    cx.write(move |tx| conditions::agree(tx, version, &address)).await?;
    Ok(Reply::none())
}

//! What becomes of personal numbers.

use crate::model::NumberPolicy;
use crate::service::number_guard;
use kernel::{Function, Result, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cx, In, Json, Reply, Routes};

#[derive(Serialize, Deserialize, JsonSchema)]
struct NumberGuard {
    policy: NumberPolicy,
}

pub(super) fn routes() -> Routes {
    let change = Access::May(Function::Rooms, Verb::Change);
    Routes::new("chat")
        .on("GET /number-guard", "get_number_guard", "What becomes of personal numbers.", Access::SignedIn, get)
        .on("PUT /number-guard", "set_number_guard", "Decides what becomes of them.", change, set)
}

async fn get(cx: Cx, _: In) -> Result<Reply<NumberGuard>> {
    Ok(Reply::ok(NumberGuard { policy: cx.read(number_guard::policy).await? }))
}

async fn set(cx: Cx, input: In<(), (), Json<NumberGuard>>) -> Result<Reply<NumberGuard>> {
    let Json(NumberGuard { policy }) = input.body;
    let address = cx.client().address.to_string();
    Ok(Reply::ok(NumberGuard { policy: cx.write(move |tx| number_guard::set_policy(tx, policy, &address)).await? }))
}

//! Contact barriers, and the desks that take requests for those behind them.

use super::Items;
use crate::model::{Barrier, BarrierId, Desk, Explanation, NewBarrier, PersonBrief};
use crate::service::barriers;
use crate::store;
use kernel::{Function, PersonId, Result, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cx, In, Json, Reply, Routes};

#[derive(Deserialize, JsonSchema)]
struct BarrierPath {
    barrier: BarrierId,
}

#[derive(Deserialize, JsonSchema)]
struct Pair {
    /// Who wants to reach somebody.
    #[schemars(with = "String")]
    from: PersonId,
    /// Whom.
    #[schemars(with = "String")]
    to: PersonId,
}

#[derive(Serialize, JsonSchema)]
struct BarrierPreview {
    /// How many it would protect today.
    protected_count: usize,
    /// Some of them, at most 50.
    protected_sample: Vec<PersonBrief>,
    /// How many keepers it would have today, those of the desk's unit among them.
    keeper_count: usize,
    /// Some of them, at most 50.
    keeper_sample: Vec<PersonBrief>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    let [see, change] = [Verb::See, Verb::Change].map(|verb| Access::May(Function::Barriers, verb));
    Routes::new("directory")
        .on("GET /barriers", "list_barriers", "The contact barriers.", see, list_barriers)
        .on("POST /barriers", "create_barrier", "Puts one up.", change, create_barrier)
        .on("POST /barriers/preview", "preview_barrier", "Whom one would name today.", see, preview_barrier)
        .on(
            "GET /barriers/explanation",
            "explain_contact",
            "Whether one person can reach another, and why.",
            see,
            explain_contact,
        )
        .on("PUT /barriers/{barrier}", "replace_barrier", "Replaces what one says.", change, replace_barrier)
        .on("DELETE /barriers/{barrier}", "remove_barrier", "Takes one down.", change, remove_barrier)
        .on("GET /desks", "list_desks", "Where requests for protected people go.", SignedIn, list_desks)
}

async fn list_barriers(cx: Cx, _: In) -> Result<Reply<Items<Barrier>>> {
    Ok(Reply::ok(Items { items: cx.read(barriers::list).await? }))
}

async fn create_barrier(cx: Cx, input: In<(), (), Json<NewBarrier>>) -> Result<Reply<Barrier>> {
    let Json(new) = input.body;
    let address = cx.client().address.to_string();
    Ok(Reply::created(cx.write(move |tx| barriers::create(tx, &new, &address)).await?))
}

async fn preview_barrier(cx: Cx, input: In<(), (), Json<NewBarrier>>) -> Result<Reply<BarrierPreview>> {
    let Json(new) = input.body;
    let found = cx.read(move |conn| barriers::preview(conn, &new)).await?;
    Ok(Reply::ok(BarrierPreview {
        protected_count: found.protected,
        protected_sample: found.protected_sample,
        keeper_count: found.keepers,
        keeper_sample: found.keeper_sample,
    }))
}

async fn explain_contact(cx: Cx, input: In<(), Pair>) -> Result<Reply<Explanation>> {
    let Pair { from, to } = input.query;
    Ok(Reply::ok(cx.read(move |conn| barriers::explain(conn, from, to)).await?))
}

async fn replace_barrier(cx: Cx, input: In<BarrierPath, (), Json<NewBarrier>>) -> Result<Reply<Barrier>> {
    let (id, Json(new), seen) = (input.path.barrier, input.body, cx.if_match()?);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| barriers::replace(tx, id, &new, seen, &address)).await?))
}

async fn remove_barrier(cx: Cx, input: In<BarrierPath>) -> Result<Reply> {
    let id = input.path.barrier;
    let address = cx.client().address.to_string();
    cx.write(move |tx| barriers::remove(tx, id, &address)).await?;
    Ok(Reply::none())
}

async fn list_desks(cx: Cx, _: In) -> Result<Reply<Items<Desk>>> {
    Ok(Reply::ok(Items { items: cx.read(store::barriers::desks).await? }))
}

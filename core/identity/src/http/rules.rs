//! The administrators' rules by network.

use crate::model::rules::{SignInRules, SignInRulesView};
use crate::service::rules;
use kernel::Result;
use web::{Cx, In, Json, Reply};

pub(super) async fn get_rules(cx: Cx, _: In) -> Result<Reply<SignInRulesView>> {
    let from = cx.client().address;
    Ok(Reply::ok(cx.read(move |conn| rules::get(conn, from)).await?))
}

pub(super) async fn set_rules(cx: Cx, input: In<(), (), Json<SignInRules>>) -> Result<Reply<SignInRulesView>> {
    let (Json(new), seen, from) = (input.body, cx.if_match()?, cx.client().address);
    Ok(Reply::ok(cx.write(move |tx| rules::save(tx, &new, seen, from)).await?))
}

//! Leaves written down, changed and removed.

use super::PersonPath;
use crate::service::leaves;
use directory::model::{Leave, LeaveId, NewLeave};
use kernel::{Function, Result, Verb};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cx, In, Json, Reply, Routes};

#[derive(Deserialize, JsonSchema)]
struct LeavePath {
    leave: LeaveId,
}

pub(super) fn routes() -> Routes {
    let change_people = Access::May(Function::People, Verb::Change);
    Routes::new("identity")
        .on("POST /people/{person}/leaves", "create_leave", "Writes down that somebody is away.", change_people, create)
        .on("PUT /leaves/{leave}", "replace_leave", "Replaces what a leave says.", change_people, replace)
        .on("DELETE /leaves/{leave}", "remove_leave", "Removes a leave.", change_people, remove)
}

async fn create(cx: Cx, input: In<PersonPath, (), Json<NewLeave>>) -> Result<Reply<Leave>> {
    let (person, Json(new)) = (input.path.person, input.body);
    let address = cx.client().address.to_string();
    Ok(Reply::created(cx.write(move |tx| leaves::create(tx, person, &new, &address)).await?))
}

async fn replace(cx: Cx, input: In<LeavePath, (), Json<NewLeave>>) -> Result<Reply<Leave>> {
    let (id, Json(new), seen) = (input.path.leave, input.body, cx.if_match()?);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| leaves::replace(tx, id, &new, seen, &address)).await?))
}

async fn remove(cx: Cx, input: In<LeavePath>) -> Result<Reply> {
    let (id, address) = (input.path.leave, cx.client().address.to_string());
    cx.write(move |tx| leaves::remove(tx, id, &address)).await?;
    Ok(Reply::none())
}

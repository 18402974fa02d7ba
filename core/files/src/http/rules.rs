//! What holds for files of an organisation.

use crate::model::FileRules;
use crate::service;
use kernel::{Function, Result, Verb};
use web::{Access, Cx, In, Json, Reply, Routes};

pub(super) fn routes() -> Routes {
    let [see, change] = [Verb::See, Verb::Change].map(|verb| Access::May(Function::Settings, verb));
    Routes::new("files")
        .on("GET /files/rules", "get_file_rules", "What holds for files of the organisation.", see, get)
        .on("PUT /files/rules", "set_file_rules", "Decides what holds for them from now on.", change, set)
}

async fn get(cx: Cx, _: In) -> Result<Reply<FileRules>> {
    Ok(Reply::ok(cx.read(service::rules).await?))
}

async fn set(cx: Cx, input: In<(), (), Json<FileRules>>) -> Result<Reply<FileRules>> {
    let (Json(rules), address) = (input.body, cx.client().address.to_string());
    Ok(Reply::ok(cx.write(move |tx| service::set_rules(tx, rules, &address)).await?))
}

//! How much is said outside the hours of offices.

use crate::model::OffHours;
use crate::service::off_hours;
use kernel::{Function, Result, Verb};
use web::{Access, Cx, In, Reply, Routes};

pub(super) fn routes() -> Routes {
    let see = Access::May(Function::People, Verb::See);
    let about = "How much the units that I look after have said outside the hours of offices, by month.";
    Routes::new("chat").on("GET /off-hours", "get_off_hours", about, see, get)
}

async fn get(cx: Cx, _: In) -> Result<Reply<OffHours>> {
    Ok(Reply::ok(cx.read(off_hours::report).await?))
}

//! How it stands with the log servers, for whoever reads the record.

use crate::model::Forwarding;
use crate::service::Forwarders;
use kernel::{Function, Result, Verb};
use web::{Access, Cx, In, Reply, Routes};

/// The endpoints.
pub fn routes() -> Routes {
    Routes::new("syslog").on(
        "GET /audit/forwarding",
        "list_audit_forwarding",
        "How far the records have got to the log servers, and what is wrong with these.",
        Access::May(Function::Audit, Verb::See),
        list,
    )
}

async fn list(cx: Cx, _: In) -> Result<Reply<Vec<Forwarding>>> {
    let forwarders = cx.part::<Forwarders>();
    let servers = forwarders.0.clone();
    let standing = cx.read(move |conn| servers.iter().map(|server| server.standing(conn)).collect()).await?;
    Ok(Reply::ok(standing))
}

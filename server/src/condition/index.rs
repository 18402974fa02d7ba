//! How the index of what can be searched fares, and having it built anew.

use audit::{Record, Subject};
use db::Conn;
use directory::service::organisations::check_home;
use kernel::{Error, Result};
use schemars::JsonSchema;
use search::Sources;
use search::service::{rebuild, standing};
use serde::Serialize;
use serde_json::json;
use web::{Cx, In, Reply};

/// The index, of all organisations.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct IndexView {
    /// Documents in the one that answers; what was changed since may count twice until it is merged.
    documents: i64,
    /// How large that is.
    bytes: i64,
    /// Documents read for the one that is being built; nothing when none is.
    building: Option<i64>,
}

/// Looks at it.
pub(super) fn look(conn: &mut Conn<'_>) -> Result<IndexView> {
    let standing = standing(conn)?;
    Ok(IndexView { documents: standing.documents, bytes: standing.bytes, building: standing.building })
}

/// Has it built anew, while the one that is there answers, and puts that on record.
pub(super) async fn build(cx: Cx, _: In) -> Result<Reply> {
    let (sources, address) = (cx.part::<Sources>(), cx.origin());
    cx.write(move |tx| {
        check_home(tx)?;
        if !rebuild(tx, &sources)? {
            return Err(Error::conflict("search.is_being_built"));
        }
        let subject = Subject::of("index", "search", "");
        audit::record(tx, &Record { act: "server.index_rebuilt", subject, detail: json!({}), address: &address })
    })
    .await?;
    Ok(Reply::none())
}

//! 誤送信の防止: the organisation decides, its people's devices hold and ask.

use crate::model::{OutsideTalk, checked_outside};
use crate::store;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use kernel::Result;
use serde_json::json;

/// What the organisation decided.
pub fn get(conn: &mut Conn<'_>) -> Result<OutsideTalk> {
    store::outside_talk::get(conn)
}

/// Decides. Errors: those of [`checked_outside`].
pub fn set(tx: &mut Tx<'_>, wanted: OutsideTalk, address: &str) -> Result<OutsideTalk> {
    let org = tx.actor().org;
    let wanted = checked_outside(wanted)?;
    tx.lock(Lock::Org(org))?;
    if store::outside_talk::get(tx)? != wanted {
        store::outside_talk::put(tx, wanted)?;
        let detail = json!({ "hold_seconds": wanted.hold_seconds, "asks": wanted.asks });
        audit::record(tx, &Record { act: "chat.outside_talk_set", subject: Subject::default(), detail, address })?;
    }
    Ok(wanted)
}

//! What holds for files of an organisation.

use crate::model::{FileRules, Places};
use crate::store;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use kernel::Result;
use serde_json::json;

/// What holds for files of the actor's organisation.
pub fn rules(conn: &mut Conn<'_>) -> Result<FileRules> {
    store::rules(conn)
}

/// Decides what holds for them; files that were brought before stay as they are.
pub fn set_rules(tx: &mut Tx<'_>, rules: FileRules, address: &str) -> Result<FileRules> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    if store::rules(tx)? != rules {
        store::set_rules(tx, rules)?;
        let (subject, detail) = (Subject::default(), json!({ "places_removed": rules.places == Places::Strip }));
        audit::record(tx, &Record { act: "files.rules_set", subject, detail, address })?;
    }
    Ok(rules)
}

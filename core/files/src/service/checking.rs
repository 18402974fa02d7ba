//! ウイルス検査: where a clamd is configured, no file is whole before that has looked into it.

use super::Uploads;
use crate::model::{Check, FileId, Verdict};
use crate::store::{self, FileRow};
use audit::{Record, Subject};
use db::{Db, Lock, Tx};
use directory::store::people;
use kernel::{Actor, Id, Result};
use serde_json::json;

/// Checked at a time by the job.
const BATCH: usize = 200;

/// Notes that a file is to be checked.
pub fn to_be_checked(tx: &mut Tx<'_>, id: FileId) -> Result<FileRow> {
    let person = tx.actor().person;
    tx.lock(Lock::Person(person))?;
    let mut row = super::brought(tx, id)?;
    if row.check.is_none() {
        row.check = Some(Check::Waiting);
        store::to_be_checked(tx, &row)?;
    }
    Ok(row.into_inner())
}

/// Notes what was said of a file that waited for it, unless somebody did so before. What is infected is on record.
pub fn checked(tx: &mut Tx<'_>, row: &FileRow, verdict: &Verdict, address: &str) -> Result<()> {
    tx.lock(Lock::Person(row.owner))?;
    if !store::checked(tx, row.id, verdict.check())? {
        return Ok(());
    }
    let Verdict::Infected(threat) = verdict else { return Ok(()) };
    let name = people::briefs(tx, &[row.owner])?.pop().map(|person| person.name).unwrap_or_default();
    let subject = Subject::of("person", row.owner, name);
    let detail = json!({ "file": row.name, "bytes": row.size, "threat": threat });
    audit::record(tx, &Record { act: "files.infected_refused", subject, detail, address })
}

/// Checks the files of this node that wait for it since nobody answered. They become whole when whoever brought them asks for them next.
pub fn check_waiting(db: &Db, uploads: &Uploads) -> Result<()> {
    let nobody = Actor::system(Id::from_raw(0));
    if uploads.limits.clamd.is_none() {
        return Ok(());
    }
    let (mut after, store) = (FileId::from_raw(0), uploads.name().to_owned());
    loop {
        let name = store.clone();
        let rows = db.read_now(nobody, move |conn| store::unchecked(conn, &name, after, BATCH))?;
        for row in &rows {
            after = row.id;
            match uploads.check(row) {
                Ok(verdict) => {
                    let (row, said) = (row.clone(), verdict.clone());
                    db.write_now(Actor::system(row.org), move |tx| checked(tx, &row, &said, ""))?;
                    if verdict != Verdict::Clean {
                        uploads.drop_part(after)?;
                    }
                }
                // Its bytes are gone: it comes anew, or nobody wants it.
                Err(error) if error.kind() == kernel::Kind::NotFound => (),
                Err(error) => {
                    tracing::warn!(%error, "files wait to be checked for viruses");
                    return Ok(());
                }
            }
        }
        if rows.len() < BATCH {
            return Ok(());
        }
    }
}

//! The files' SQL.

pub mod words;

use crate::model::{Check, FileId, FileKind, FileRules, FileState, Upload, WAITS};
use crate::policy::Bring;
use db::{Conn, List, Row, Tx};
use kernel::{Error, May, OrgId, PersonId, Result, Timestamp};

/// Names of texts that were found to be nothing in particular, as UTF-16 is.
const TEXTS: [&str; 10] = ["txt", "log", "md", "json", "yaml", "yml", "ini", "sql", "csv", "tsv"];

/// A file as the table has it.
#[derive(Debug, Clone)]
pub struct FileRow {
    /// Its id.
    pub id: FileId,
    /// Whose organisation's.
    pub org: OrgId,
    /// Who brought it.
    pub owner: PersonId,
    /// What the folder is called in which its bytes lie: each node has its own.
    pub store: String,
    /// Its name.
    pub name: String,
    /// Bytes in all.
    pub size: i64,
    /// Bytes that are on the disk.
    pub received: i64,
    /// How far it has come.
    pub state: FileState,
    /// The hash of its contents, once all of it is there.
    pub sha256: Option<String>,
    /// What it is, once it is whole.
    pub media: Option<String>,
    /// What sort.
    pub kind: Option<FileKind>,
    /// Of a picture: how wide.
    pub width: Option<i64>,
    /// How high.
    pub height: Option<i64>,
    /// When it was begun.
    pub made_at: Timestamp,
    /// Until when it waits; nothing once something has taken it.
    pub expires_at: Option<Timestamp>,
    /// It said where it was taken, and does not any more.
    pub place_removed: bool,
    /// How its check for viruses stands; nothing where it was not to be checked.
    pub check: Option<Check>,
}

impl FileRow {
    /// Whether it still waits to be taken.
    pub fn waits(&self, now: Timestamp) -> bool {
        matches!(self.state, FileState::Coming | FileState::Whole) && self.expires_at.is_some_and(|end| end > now)
    }

    /// Whether the viewer shows it from its own bytes. Office files it shows as the PDF that is made of them.
    pub fn is_looked_at(&self) -> bool {
        let shown = self.media.as_deref().is_some_and(crate::model::is_shown);
        let ending = self.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match self.kind {
            Some(FileKind::Picture) => shown && self.width.is_some() && self.height.is_some(),
            Some(FileKind::Video | FileKind::Audio) => shown,
            Some(FileKind::Pdf | FileKind::Text) => true,
            Some(FileKind::Other) | None => ending.is_some_and(|ending| TEXTS.contains(&ending.as_str())),
            Some(FileKind::Document | FileKind::Archive) => false,
        }
    }

    /// As its owner sees it.
    pub fn shown(self) -> Upload {
        let waits = self.state == FileState::Coming && self.check == Some(Check::Waiting);
        Upload {
            id: self.id,
            name: self.name,
            size: self.size,
            received: self.received,
            state: if waits { FileState::Quarantined } else { self.state },
            kind: self.kind,
            width: self.width,
            height: self.height,
            expires_at: self.expires_at,
            place_removed: self.place_removed,
        }
    }
}

macro_rules! files {
    ($rest:expr) => {
        concat!(
            "SELECT f.id, f.org_id, f.owner_id, f.store, f.name, f.size, f.received, f.state, f.sha256, f.media, f.kind, f.width, f.height,
                f.made_at, f.expires_at, f.place_removed, f.checked FROM file f ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO file (id, org_id, owner_id, store, name, size, received, state, sha256, media, kind, width, height, made_at,
            expires_at, counted, place_removed, checked)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    COUNT = "INSERT INTO file_total (org_id, bytes) VALUES ($1, $2)
        ON CONFLICT (org_id) DO UPDATE SET bytes = file_total.bytes + excluded.bytes RETURNING bytes";
    GET = files!("WHERE f.id = $1");
    BY_IDS = files!("WHERE f.id {in $1} AND f.org_id = $2");
    WAITING = "SELECT COUNT(*), CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM file
        WHERE owner_id = $1 AND state IN ('coming', 'whole') AND expires_at > $2";
    EXPECTED = "SELECT CAST(COALESCE(SUM(size - received), 0) AS BIGINT) FROM file
        WHERE state = 'coming' AND expires_at > $1 AND store = $2 AND id <> $3";
    RECEIVED = "UPDATE file SET received = $2, sha256 = $3, expires_at = $4, place_removed = $5, checked = NULL WHERE id = $1 AND state = 'coming'";
    WHOLE = "UPDATE file SET state = 'whole', media = $2, kind = $3, width = $4, height = $5 WHERE id = $1 AND state = 'coming'";
    ATTACH = "UPDATE file SET state = 'attached', expires_at = NULL WHERE id = $1 AND state = 'whole'";
    // Nothing of it changes: whoever asks the same of one of them waits.
    HOLD = "UPDATE file SET expires_at = expires_at WHERE id {in $1}";
    RELEASE = "UPDATE file SET state = 'released', expires_at = $2 WHERE id {in $1} AND state <> 'released'";
    LAPSE = "UPDATE file SET state = 'released' WHERE state IN ('coming', 'whole') AND expires_at <= $1";
    OVER = files!("WHERE f.state = 'released' AND f.expires_at <= $1 AND f.store = $2 AND (f.expires_at, f.id) > ($3, $4)
        ORDER BY f.expires_at, f.id LIMIT $5");
    NEEDED = "SELECT id FROM file WHERE sha256 = $1 AND store = $2 AND NOT (state = 'released' AND expires_at <= $3) LIMIT 1";
    HASHES = "SELECT DISTINCT sha256 FROM file WHERE sha256 {in_text $1}";
    NAMES = "SELECT DISTINCT store FROM file ORDER BY store LIMIT 20";
    OF_STORE = "SELECT id FROM file WHERE store = $1 LIMIT 1";
    DELETE = "DELETE FROM file WHERE id = $1 AND state = 'released' RETURNING org_id, counted";
    TO_BE_CHECKED = "UPDATE file SET checked = 'waiting' WHERE id = $1 AND state = 'coming' AND checked IS NULL";
    CHECKED = "UPDATE file SET checked = $2 WHERE id = $1 AND state = 'coming' AND checked = 'waiting'";
    UNCHECKED = files!("WHERE f.checked = 'waiting' AND f.state = 'coming' AND f.store = $1 AND f.id > $2 ORDER BY f.id LIMIT $3");
    COUNT_UNCHECKED = "SELECT CAST(COUNT(*) AS BIGINT) FROM file
        WHERE checked = 'waiting' AND state = 'coming' AND org_id = $1 AND expires_at < $2";
    RULES = "SELECT places FROM file_rule WHERE org_id = $1";
    SET_RULES = "INSERT INTO file_rule (org_id, places) VALUES ($1, $2) ON CONFLICT (org_id) DO UPDATE SET places = excluded.places";
}

/// A word as the API uses it.
fn word<T: serde::Serialize>(thing: T) -> String {
    match serde_json::to_value(thing) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a kind is a word, not {other:?}"),
    }
}

fn unword<T: serde::de::DeserializeOwned>(text: String) -> T {
    serde_json::from_value(serde_json::Value::String(text)).expect("the database holds known kinds")
}

fn read(row: &Row) -> FileRow {
    FileRow {
        id: row.get(0),
        org: row.get(1),
        owner: row.get(2),
        store: row.get(3),
        name: row.get(4),
        size: row.get(5),
        received: row.get(6),
        state: unword(row.get(7)),
        sha256: row.get(8),
        media: row.get(9),
        kind: row.get::<Option<String>>(10).map(unword),
        width: row.get(11),
        height: row.get(12),
        made_at: row.get(13),
        expires_at: row.get(14),
        place_removed: row.get(15),
        check: row.get::<Option<String>>(16).map(unword),
    }
}

/// Adds a file of which so many bytes count for its organisation; how many all its files have then.
pub fn insert(tx: &mut Tx<'_>, file: &FileRow, counted: i64) -> Result<i64> {
    let (state, kind, check) = (word(file.state), file.kind.map(word), file.check.map(word));
    tx.run(
        &INSERT,
        &[
            &file.id,
            &file.org,
            &file.owner,
            &file.store,
            &file.name,
            &file.size,
            &file.received,
            &state,
            &file.sha256,
            &file.media,
            &kind,
            &file.width,
            &file.height,
            &file.made_at,
            &file.expires_at,
            &counted,
            &file.place_removed,
            &check,
        ],
    )?;
    count(tx, file.org, counted)
}

/// Counts bytes of an organisation's files, or takes them off; how many there are then.
fn count(tx: &mut Tx<'_>, org: OrgId, bytes: i64) -> Result<i64> {
    let row = tx.row(&COUNT, &[&org, &bytes])?;
    row.map(|row| row.get(0)).ok_or_else(|| Error::internal("a count that was not kept"))
}

/// The file with an id, whosever it is: the use case asks its policy.
pub fn get(conn: &mut Conn<'_>, id: FileId) -> Result<Option<FileRow>> {
    Ok(conn.row(&GET, &[&id])?.as_ref().map(read))
}

/// Those of some ids that the actor's organisation has.
pub fn by_ids(conn: &mut Conn<'_>, ids: &[FileId]) -> Result<Vec<FileRow>> {
    let org = conn.actor().org;
    Ok(conn.rows(&BY_IDS, &[&List::ids(ids.iter().copied()), &org])?.iter().map(read).collect())
}

/// How many files of a person wait to be taken, and how many bytes they have.
pub fn waiting(conn: &mut Conn<'_>, owner: PersonId) -> Result<(i64, i64)> {
    let now = conn.now();
    let row = conn.one(&WAITING, &[&owner, &now])?;
    Ok((row.get(0), row.get(1)))
}

/// Bytes that are still to come to a store of all files but one, of those that have come further since a moment or so.
pub fn expected(conn: &mut Conn<'_>, store: &str, but: FileId, since: Timestamp) -> Result<i64> {
    let waits_until = since.plus(WAITS);
    Ok(conn.one(&EXPECTED, &[&waits_until, &store, &but])?.get(0))
}

/// Notes how much of a file is on the disk, and its hash when that is all.
pub fn received(tx: &mut Tx<'_>, file: &May<Bring, FileRow>) -> Result<()> {
    tx.run(&RECEIVED, &[&file.id, &file.received, &file.sha256, &file.expires_at, &file.place_removed])
}

/// Notes that a file is whole, and what it is.
pub fn whole(tx: &mut Tx<'_>, file: &May<Bring, FileRow>) -> Result<()> {
    let kind = file.kind.map(word);
    tx.run(&WHOLE, &[&file.id, &file.media, &kind, &file.width, &file.height])
}

/// Gives a whole file to what takes it; false when something else did so before.
pub fn attach(tx: &mut Tx<'_>, file: &May<Bring, FileRow>) -> Result<bool> {
    Ok(tx.execute(&ATTACH, &[&file.id])? == 1)
}

/// Holds some files until the end of the use case.
pub fn hold(tx: &mut Tx<'_>, ids: &[FileId]) -> Result<()> {
    tx.run(&HOLD, &[&List::ids(ids.iter().copied())])
}

/// Notes that nothing needs some files any more; their bytes go after a moment.
pub fn release(tx: &mut Tx<'_>, ids: &[FileId], until: Timestamp) -> Result<()> {
    tx.run(&RELEASE, &[&List::ids(ids.iter().copied()), &until])?;
    words::forget(tx, ids)
}

/// Lets go of files that have waited too long.
pub fn lapse(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now();
    tx.execute(&LAPSE, &[&now])
}

/// Files of a store whose bytes may go, from after one on.
pub fn over(conn: &mut Conn<'_>, store: &str, after: (Timestamp, FileId), limit: usize) -> Result<Vec<FileRow>> {
    let now = conn.now();
    Ok(conn.rows(&OVER, &[&now, &store, &after.0, &after.1, &limit])?.iter().map(read).collect())
}

/// Whether a file that is still needed has these contents in a store.
pub fn is_needed(conn: &mut Conn<'_>, store: &str, sha256: &str) -> Result<bool> {
    let now = conn.now();
    Ok(conn.row(&NEEDED, &[&sha256, &store, &now])?.is_some())
}

/// Those of some hashes that any file has, wherever it lies and whatever became of it.
pub fn known(conn: &mut Conn<'_>, hashes: &[String]) -> Result<Vec<String>> {
    let hashes = List(serde_json::Value::from(hashes.to_vec()).to_string());
    Ok(conn.rows(&HASHES, &[&hashes])?.iter().map(|row| row.get(0)).collect())
}

/// Names of the stores in which files lie, the first of them.
pub fn names(conn: &mut Conn<'_>) -> Result<Vec<String>> {
    Ok(conn.rows(&NAMES, &[])?.iter().map(|row| row.get(0)).collect())
}

/// Whether a store has any file.
pub fn has_any(conn: &mut Conn<'_>, store: &str) -> Result<bool> {
    Ok(conn.row(&OF_STORE, &[&store])?.is_some())
}

/// Forgets a file whose bytes are gone.
pub fn delete(tx: &mut Tx<'_>, id: FileId) -> Result<()> {
    words::forget(tx, &[id])?;
    let Some(row) = tx.row(&DELETE, &[&id])? else { return Ok(()) };
    let (org, counted): (OrgId, i64) = (row.get(0), row.get(1));
    count(tx, org, -counted).map(drop)
}

/// What holds for files of the actor's organisation.
pub fn rules(conn: &mut Conn<'_>) -> Result<FileRules> {
    let org = conn.actor().org;
    let row = conn.row(&RULES, &[&org])?;
    Ok(row.map(|row| FileRules { places: unword(row.get(0)) }).unwrap_or_default())
}

/// Decides what holds for them.
pub fn set_rules(tx: &mut Tx<'_>, rules: FileRules) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&SET_RULES, &[&org, &word(rules.places)])
}

/// Notes that a file is to be checked for viruses.
pub fn to_be_checked(tx: &mut Tx<'_>, file: &May<Bring, FileRow>) -> Result<()> {
    tx.run(&TO_BE_CHECKED, &[&file.id])
}

/// Notes how the check of a file that waited for it came out; false when it does not wait any more.
pub fn checked(tx: &mut Tx<'_>, id: FileId, check: Check) -> Result<bool> {
    Ok(tx.execute(&CHECKED, &[&id, &word(check)])? == 1)
}

/// Files of a store that wait to be checked, from after one on.
pub fn unchecked(conn: &mut Conn<'_>, store: &str, after: FileId, limit: usize) -> Result<Vec<FileRow>> {
    Ok(conn.rows(&UNCHECKED, &[&store, &after, &limit])?.iter().map(read).collect())
}

/// How many files of the actor's organisation have waited to be checked since before a moment.
pub fn count_unchecked(conn: &mut Conn<'_>, since: Timestamp) -> Result<i64> {
    let (org, waits_until) = (conn.actor().org, since.plus(WAITS));
    Ok(conn.one(&COUNT_UNCHECKED, &[&org, &waits_until])?.get(0))
}

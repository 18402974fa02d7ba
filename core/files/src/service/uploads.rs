//! What of files that come lies outside the database: their bytes, who is at which of them, and hashes of what is there.

use crate::model::{Drawn, FileId, FileKind, HEAD, LARGEST_DRAWN, Limits, Media, Verdict, drawn, is_shown, recognise};
use crate::service::asking;
use crate::service::previews::Previews;
use crate::store::{self, FileRow};
use blob::{BlobStore, Hasher, Part, Parts};
use db::Db;
use jiff::tz::TimeZone;
use kernel::{Actor, Error, Id, Kind, Result, Timestamp};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::{OwnedMutexGuard, RwLock, Semaphore, watch};

/// Hashes that are remembered. Those of more files are worked out anew from the bytes.
const REMEMBERED: usize = 256;

/// So many files are checked at a time.
const CHECKED: usize = 4;

/// Where files lie, those that come and those that are whole.
pub struct Uploads {
    /// What a file may be.
    pub limits: Limits,
    /// What the folder is called: files that lie in that of another node are not to be had here.
    name: String,
    parts: Parts,
    contents: BlobStore,
    /// Small pictures, under the hashes of the large ones.
    small: BlobStore,
    /// What is made of office files, under the hashes of theirs.
    pub(super) previews: Previews,
    /// What no file has, a folder for each day on which that was found.
    lost: PathBuf,
    /// One large picture is in memory at a time: a decoder may hold several times what comes out of it.
    drawing: Semaphore,
    /// Files that are being checked for viruses.
    checking: Semaphore,
    turns: Mutex<HashMap<FileId, Arc<Turn>>>,
    hashes: Mutex<HashMap<FileId, (u64, Hasher)>>,
    /// Held by whoever makes a file whole, and alone by whoever clears contents away that nothing needs.
    pub(super) sweeping: RwLock<()>,
}

struct Turn {
    newest: watch::Sender<u64>,
    held: Arc<tokio::sync::Mutex<()>>,
}

/// Whoever holds this is the only one at a file, until somebody else wants it.
pub struct Held {
    uploads: Arc<Uploads>,
    id: FileId,
    turn: Arc<Turn>,
    news: watch::Receiver<u64>,
    _alone: OwnedMutexGuard<()>,
}

impl Held {
    /// Resolves when another request wants to go on with the file: the line of this one has broken, and its end is yet to hear of it.
    pub async fn overtaken(&mut self) {
        // The sender lives as long as this does.
        let _ = self.news.changed().await;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut turns = self.uploads.turns();
        // The map's and this one's: nobody waits.
        if Arc::strong_count(&self.turn) == 2 {
            turns.remove(&self.id);
        }
    }
}

/// Areas of a bucket, below the name of a folder.
const WHOLE: &str = "whole";
const SMALL: &str = "small";

fn area(name: &str, which: &str) -> String {
    format!("{name}/{which}")
}

fn day(moment: Timestamp) -> String {
    moment.in_zone(&TimeZone::UTC).date().to_string()
}

/// The name of a folder that has lost it: the only one that files have.
fn former_name(db: &Db, folder: &Path) -> Result<String> {
    let mut names = db.read_now(Actor::system(Id::from_raw(0)), store::names)?;
    let file = folder.join("name");
    match (names.pop(), names.is_empty()) {
        (Some(name), true) => {
            tracing::warn!(name, "{} is missing: the folder is called as all files say", file.display());
            Ok(name)
        }
        (last, _) => {
            names.extend(last);
            let names = if names.is_empty() { "none: is this the right one?".to_owned() } else { names.join(", ") };
            let detail = format!(
                "files lie in {0}, but {1} is missing, which says what the folder is called. Restore it from the backup, or write the \
                 name into it. Names that the database knows: {names}\n{0} にファイルがありますが、フォルダーの名前を記した {1} が\
                 ありません。バックアップから戻すか、名前を書き込んでください。データベースにある名前: {names}",
                folder.display(),
                file.display()
            );
            Err(Error::unavailable("files_without_name", detail))
        }
    }
}

impl Uploads {
    /// In folders below one, which are made when absent. That is given a name when it has none and is empty. With a bucket whole files lie
    /// there, in an area of that name, and those that were asked for last here as well.
    ///
    /// Errors: `files_without_name` when files lie there and nobody can tell what the folder was called.
    pub fn open(db: &Db, folder: &Path, limits: Limits) -> Result<Self> {
        let (parts, contents) = (Parts::open(&folder.join("coming"))?, BlobStore::open(&folder.join("whole"))?);
        let name = match blob::name_of(folder)? {
            Some(name) => name,
            None => {
                let name = match parts.is_empty()? && contents.is_empty()? {
                    true => format!("{:016x}", db.entropy().u64()),
                    false => former_name(db, folder)?,
                };
                blob::name(folder, &name)?;
                name
            }
        };
        let (contents, small) = match &limits.bucket {
            Some(bucket) => (
                BlobStore::in_bucket(&folder.join("whole"), bucket.clone(), &area(&name, WHOLE))?,
                BlobStore::in_bucket(&folder.join("small"), bucket.clone(), &area(&name, SMALL))?,
            ),
            None => (contents, BlobStore::open(&folder.join("small"))?),
        };
        Ok(Self {
            limits,
            name,
            parts,
            contents,
            small,
            previews: Previews::open(folder)?,
            lost: folder.join("lost"),
            drawing: Semaphore::new(1),
            checking: Semaphore::new(CHECKED),
            turns: Mutex::default(),
            hashes: Mutex::default(),
            sweeping: RwLock::default(),
        })
    }

    fn turns(&self) -> MutexGuard<'_, HashMap<FileId, Arc<Turn>>> {
        self.turns.lock().expect("nothing panics while holding the turns")
    }

    fn hashes(&self) -> MutexGuard<'_, HashMap<FileId, (u64, Hasher)>> {
        self.hashes.lock().expect("nothing panics while holding the hashes")
    }

    /// Waits until nobody else is at a file, and tells whoever is that they are overtaken.
    pub async fn hold(self: &Arc<Self>, id: FileId) -> Held {
        let fresh = || Arc::new(Turn { newest: watch::Sender::new(0), held: Arc::default() });
        let turn = self.turns().entry(id).or_insert_with(fresh).clone();
        turn.newest.send_modify(|turn| *turn += 1);
        let news = turn.newest.subscribe();
        let alone = turn.held.clone().lock_owned().await;
        Held { uploads: self.clone(), id, turn, news, _alone: alone }
    }

    /// What the folder is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the bytes of a file lie here.
    ///
    /// Errors: `files.elsewhere` when they lie on the disk of another node.
    pub fn check_place(&self, row: &FileRow) -> Result<()> {
        if row.store == self.name { Ok(()) } else { Err(self.elsewhere(row)) }
    }

    fn elsewhere(&self, row: &FileRow) -> Error {
        Error::unavailable("files.elsewhere", format!("file {} lies in {}, this is {}", row.id, row.store, self.name))
    }

    /// Bytes of a whole file, from its own area of the bucket when another node brought it there.
    fn bytes_of(&self, row: &FileRow, store: &BlobStore, which: &str) -> Result<File> {
        let hash = row.sha256.as_deref().unwrap_or_default();
        if row.store == self.name {
            return store.file(hash);
        }
        let theirs = store.of(&area(&row.store, which)).ok_or_else(|| self.elsewhere(row))?;
        theirs.file(hash)
    }

    /// Brings what lies only here to the bucket, and keeps no more here than is allowed.
    pub(super) fn tidy(&self, now: Timestamp) -> Result<()> {
        self.previews.tidy(now)?;
        self.small.tidy(self.limits.near / 8, now)?;
        self.contents.tidy(self.limits.near, now)
    }

    /// A file that comes, to be gone on with from where the database says that it is.
    ///
    /// Errors: not found when the disk has less than that; `files.elsewhere`.
    pub fn go_on(&self, row: &FileRow) -> Result<Part> {
        self.check_place(row)?;
        let at = row.received as u64;
        let known = self.hashes().remove(&row.id).filter(|(known, _)| *known == at);
        self.parts.go_on(&row.id.to_string(), at, known.map(|(_, hasher)| hasher))
    }

    /// Remembers the hash of what is there of a file, for whoever goes on with it.
    pub fn remember(&self, id: FileId, at: u64, hasher: Hasher) {
        let mut hashes = self.hashes();
        if hashes.len() >= REMEMBERED {
            hashes.clear();
        }
        hashes.insert(id, (at, hasher));
    }

    /// Whether the disk has space for so many bytes more.
    ///
    /// Errors: `disk_full`.
    pub fn check_space(&self, bytes: u64) -> Result<()> {
        let free = self.parts.free()?;
        match free.checked_sub(self.limits.spare).is_some_and(|free| free >= bytes) {
            true => Ok(()),
            false => Err(Error::unavailable("disk_full", format!("{bytes} bytes are to come, {free} are free"))),
        }
    }

    /// Gives the disk back what has come of a file since it was noted last. The row is one that was just read: what was noted since would
    /// be lost.
    pub fn cut(&self, row: &FileRow) -> Result<()> {
        self.parts.cut(&row.id.to_string(), row.received as u64)
    }

    /// Moves a file of which all is there among those that are whole, and looks what it is.
    ///
    /// Errors: not found when its bytes are neither here nor there; `files.elsewhere`.
    pub fn make_whole(&self, row: &FileRow) -> Result<Media> {
        self.check_place(row)?;
        let hash = row.sha256.as_deref().ok_or_else(|| Error::internal("a whole file without a hash"))?;
        self.parts.keep(&row.id.to_string(), hash, row.size as u64, &self.contents)?;
        let mut file = self.contents.file(hash)?;
        let mut head = Vec::with_capacity(HEAD);
        let fault = |error: std::io::Error| Error::unavailable("disk_failed", error);
        file.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(fault)?;
        Ok(recognise(&head, &row.name))
    }

    /// A place among those that have files checked.
    pub async fn checking(&self) -> tokio::sync::SemaphorePermit<'_> {
        self.checking.acquire().await.expect("the semaphore is never closed")
    }

    /// Has a file looked into of which all is there.
    ///
    /// Errors: `files.unchecked` when nobody can do so now, `files.uncheckable` when nobody can with this one; not found when its bytes are gone; `files.elsewhere`.
    pub fn check(&self, row: &FileRow) -> Result<Verdict> {
        self.check_place(row)?;
        let clamd = self.limits.clamd.as_ref().ok_or_else(|| Error::internal("nothing checks files"))?;
        let file = match self.parts.file(&row.id.to_string()) {
            // It was on its way to its place before.
            Err(error) if error.kind() == Kind::NotFound => {
                self.contents.file(row.sha256.as_deref().unwrap_or_default())?
            }
            file => file?,
        };
        asking::ask(clamd, file, row.size as u64)
    }

    /// Whether a small picture is drawn of a file.
    pub fn is_drawn(media: &Media, size: i64) -> bool {
        media.kind == FileKind::Picture && is_shown(&media.media) && size as u64 <= LARGEST_DRAWN
    }

    /// A place among those that draw small pictures.
    pub async fn drawing(&self) -> tokio::sync::SemaphorePermit<'_> {
        self.drawing.acquire().await.expect("the semaphore is never closed")
    }

    /// Draws a picture small; how large it is, or nothing when it cannot be drawn.
    pub fn draw_small(&self, row: &FileRow) -> Result<Option<(i64, i64)>> {
        let hash = row.sha256.as_deref().unwrap_or_default();
        let Some(Drawn { width, height, small }) = drawn(BufReader::new(self.contents.file(hash)?), row.size as u64)
        else {
            return Ok(None);
        };
        self.small.put_under(hash, &small)?;
        Ok(Some((width, height)))
    }

    /// The small picture of a whole file.
    ///
    /// Errors: not found when it has none; `files.elsewhere`.
    pub fn small(&self, row: &FileRow) -> Result<File> {
        self.bytes_of(row, &self.small, SMALL)
    }

    /// Keeps whoever clears away from doing so until the answer is dropped.
    pub async fn no_sweeping(&self) -> tokio::sync::RwLockReadGuard<'_, ()> {
        self.sweeping.read().await
    }

    /// The bytes of a whole file.
    ///
    /// Errors: not found; `files.elsewhere`.
    pub fn contents(&self, row: &FileRow) -> Result<File> {
        self.bytes_of(row, &self.contents, WHOLE)
    }

    /// Forgets what is there of a file that comes no more.
    pub fn drop_part(&self, id: FileId) -> Result<()> {
        self.hashes().remove(&id);
        self.parts.remove(&id.to_string())
    }

    /// Hashes that begin with a byte, of contents that have lain here since before a moment.
    pub(super) fn lying_since(&self, first: u8, moment: Timestamp) -> Result<Vec<String>> {
        self.contents.written_before(first, moment)
    }

    /// Puts contents aside that no file has, under the day of a moment.
    pub(super) fn put_aside(&self, hash: &str, now: Timestamp) -> Result<()> {
        self.small.remove(hash)?;
        self.previews.remove(hash)?;
        self.contents.put_aside(hash, &self.lost, &day(now))
    }

    /// Forgets what was put aside on the days before that of a moment.
    pub(super) fn drop_aside(&self, before: Timestamp) -> Result<()> {
        self.contents.drop_aside(&self.lost, &day(before))
    }

    /// Forgets contents that nothing needs.
    pub(super) fn drop_contents(&self, hash: &str) -> Result<()> {
        self.small.remove(hash)?;
        self.previews.remove(hash)?;
        self.contents.remove(hash)
    }
}

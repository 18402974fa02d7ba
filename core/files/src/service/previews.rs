//! 表示用のPDF: office files as browsers can show them. One is made when somebody wants to see it for the first time, lies under a hash of
//! the file's contents and ending, and goes with it, or before when there are too many.

use super::Uploads;
use super::converting::{BOUNDS, Fault, pdf_of};
use super::making::{Begun, Failed, Key, Making, name};
use super::turns::Turns;
use crate::model::{FileKind, FilesRefusal, LARGEST_CONVERTED, OFFICE_ENDINGS, Office, office_ending};
use crate::store::FileRow;
use blob::BlobStore;
use kernel::{Error, Kind, PersonId, Result, Timestamp};
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::{oneshot, watch};

/// Whoever asks waits so long for what is being made, and asks again.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of all that are kept. They count for nobody, and can be made anew: the oldest go.
const KEPT: u64 = 4 << 30;

/// What other nodes brought is kept so long: only they know when it goes.
const FAR: Duration = Duration::from_secs(86_400);

/// What is made of office files.
pub(super) struct Previews {
    own: BlobStore,
    /// Of files in the areas of other nodes.
    far: BlobStore,
    /// One at a time: each takes memory and processors.
    turns: Mutex<Turns>,
    making: Mutex<Making>,
    failed: Mutex<Failed>,
}

impl Previews {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let (own, far) = (BlobStore::open(&folder.join("preview"))?, BlobStore::open(&folder.join("preview-far"))?);
        // The program may have ended while it wrote one: words of a file that is gone by now.
        own.drop_unfinished()?;
        far.drop_unfinished()?;
        Ok(Self { own, far, turns: Mutex::default(), making: Mutex::default(), failed: Mutex::default() })
    }

    pub(super) fn remove(&self, hash: &str) -> Result<()> {
        OFFICE_ENDINGS.iter().try_for_each(|ending| self.own.remove(&name(hash, ending)))
    }

    /// Forgets what lies here of other nodes' files.
    pub(super) fn tidy(&self, now: Timestamp) -> Result<()> {
        for first in 0..=u8::MAX {
            for hash in self.far.written_before(first, now.minus(FAR))? {
                self.far.remove(&hash)?;
            }
        }
        Ok(())
    }

    fn store(&self, key: &Key) -> &BlobStore {
        if key.is_far { &self.far } else { &self.own }
    }

    fn making(&self) -> MutexGuard<'_, Making> {
        self.making.lock().expect("nothing panics while holding what is being made")
    }

    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.turns.lock().expect("nothing panics while holding whose turn it is")
    }

    fn failed(&self) -> MutexGuard<'_, Failed> {
        self.failed.lock().expect("nothing panics while holding what failed")
    }
}

/// The turn to make a preview, which is the next one's once this goes, also by a panic.
struct Turn(Arc<Uploads>);

impl Turn {
    /// Waits until it is the turn of a file that somebody brought.
    async fn of(uploads: &Arc<Uploads>, owner: PersonId) -> Self {
        let given = uploads.previews.turns().ask(owner);
        if let Some(given) = given {
            // It is let go of by being given, and else only with the program.
            let _ = given.await;
        }
        Self(uploads.clone())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.previews.turns().end();
    }
}

impl Uploads {
    /// The preview of a whole office file.
    ///
    /// Errors: `files.no_preview` for what is no such file; why there is none, or none yet; `files.elsewhere`.
    pub fn preview(&self, row: &FileRow) -> Result<File> {
        let (key, _) = self.previewed(row)?;
        match self.previews.store(&key).file(&key.name()) {
            Err(error) if error.kind() == Kind::NotFound => {
                let why = self.previews.failed().why(&key, Instant::now());
                Err(why.unwrap_or(FilesRefusal::PreviewComing).into())
            }
            found => found,
        }
    }

    fn previewed(&self, row: &FileRow) -> Result<(Key, &Office)> {
        let ending = office_ending(&row.name).filter(|_| row.kind == Some(FileKind::Document));
        let ending = ending.ok_or(FilesRefusal::NoPreview)?;
        let office = self.limits.office.as_ref().ok_or(FilesRefusal::PreviewNotInstalled)?;
        if row.size as u64 > LARGEST_CONVERTED {
            return Err(FilesRefusal::PreviewTooLarge.into());
        }
        if self.limits.bucket.is_none() {
            self.check_place(row)?;
        }
        let hash = row.sha256.clone().ok_or_else(Error::not_found)?;
        Ok((Key { hash, ending, is_far: row.store != self.name() }, office))
    }

    /// Has the preview of a file made unless it is there, and waits a while for it.
    ///
    /// Errors: those of [`Uploads::preview`]; that it is still coming is none.
    pub async fn have_preview_made(self: &Arc<Self>, row: &FileRow) -> Result<()> {
        let (key, office) = self.previewed(row)?;
        let has_failed = self.previews.failed().why(&key, Instant::now()).is_some();
        if has_failed || self.previews.store(&key).file(&key.name()).is_ok() {
            return Ok(());
        }
        let begun = self.previews.making().begin(&key, row.owner);
        let mut done = match begun {
            Begun::Already(done) => done,
            Begun::Now(tell, done) => {
                tokio::spawn(self.clone().make(key, row.clone(), office.clone(), tell));
                done
            }
        };
        // Whether it took too long or is there, the next look says.
        let _ = tokio::time::timeout(PATIENCE, done.wait_for(|done| *done)).await;
        Ok(())
    }

    async fn make(self: Arc<Self>, key: Key, row: FileRow, office: Office, tell: watch::Sender<bool>) {
        let turn = Turn::of(&self, row.owner).await;
        let (uploads, wanted) = (self.clone(), key.clone());
        let (done, made) = oneshot::channel();
        // On a thread of its own, which ends with the program: that of the runtime's would hold up its end.
        let work = move || {
            // Whoever waited went with the program.
            let _ = done.send(uploads.convert(&wanted, &row, &office));
        };
        let begun = thread::Builder::new().name("preview".to_owned()).spawn(work).map_err(Error::internal);
        let made = match begun {
            Ok(_) => made.await.unwrap_or_else(|_| Err(Error::internal("it has panicked"))),
            Err(error) => Err(error),
        };
        drop(turn);
        match made {
            Ok(None) => {}
            Ok(Some(why)) => self.previews.failed().remember(key.clone(), why, Instant::now()),
            Err(error) => {
                tracing::warn!(hash = key.hash, %error, "the preview of a file could not be made");
                // The disk, or the system: another time it may be well, but whoever asks does so at once.
                tokio::time::sleep(PATIENCE).await;
            }
        }
        self.previews.making().end(&key);
        // Nobody may be waiting any more.
        let _ = tell.send(true);
    }

    /// Makes one and keeps it, unless its file has gone meanwhile; why there is none when it cannot be made.
    fn convert(&self, key: &Key, row: &FileRow, office: &Office) -> Result<Option<FilesRefusal>> {
        // Not when the work is done: it would be done again and again.
        self.check_space(BOUNDS.output)?;
        let made = pdf_of(office, self.contents(row)?, key.ending, BOUNDS)
            .map_err(|error| Error::unavailable("disk_failed", error))?;
        let pdf = match made {
            Ok(pdf) => pdf,
            Err(Fault::TooSlow) => return Ok(Some(FilesRefusal::PreviewTooSlow)),
            Err(Fault::TooLarge) => return Ok(Some(FilesRefusal::PreviewTooLarge)),
            Err(Fault::Unreadable) => return Ok(Some(FilesRefusal::PreviewFailed)),
        };
        let store = self.previews.store(key);
        store.shrink_to(KEPT.saturating_sub(pdf.len() as u64))?;
        // Whoever clears away does so before this, and the file is gone, or after it, and this goes as well.
        let _kept = self.sweeping.blocking_read();
        self.contents(row)?;
        store.put_under(&key.name(), &pdf)?;
        Ok(None)
    }
}

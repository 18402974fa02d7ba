//! 表示用のPDF: office files as browsers can show them. One is made when somebody wants to see it for the first time, lies under the hash of
//! the file, and goes with it.

use super::Uploads;
use super::converting::{BOUNDS, Fault, pdf_of};
use crate::model::{FileKind, FilesRefusal, LARGEST_CONVERTED, Office, office_ending};
use crate::store::FileRow;
use blob::BlobStore;
use kernel::{Error, Kind, Result, Timestamp};
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;
use tokio::sync::{Semaphore, oneshot, watch};

/// Whoever asks waits so long for what is being made, and asks again.
const PATIENCE: Duration = Duration::from_secs(20);
/// So many files wait to be made one of. Whoever wants another asks again.
const MOST_WAITING: usize = 50;
/// So many files are remembered of which none can be made; a file that was forgotten is tried again.
const REMEMBERED: usize = 1_000;

/// What other nodes brought is kept so long: only they know when it goes.
const FAR: Duration = Duration::from_secs(86_400);

/// A file as LibreOffice takes it: the same bytes under another ending are another one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    hash: String,
    ending: &'static str,
    /// Its file lies in the area of another node.
    is_far: bool,
}

/// What is made of office files.
pub(super) struct Previews {
    own: BlobStore,
    /// Of files in the areas of other nodes.
    far: BlobStore,
    /// One at a time: each takes memory and processors.
    turn: Semaphore,
    making: Mutex<HashMap<Key, watch::Receiver<bool>>>,
    failed: Mutex<HashMap<Key, FilesRefusal>>,
}

impl Previews {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let (own, far) = (BlobStore::open(&folder.join("preview"))?, BlobStore::open(&folder.join("preview-far"))?);
        Ok(Self { own, far, turn: Semaphore::new(1), making: Mutex::default(), failed: Mutex::default() })
    }

    pub(super) fn remove(&self, hash: &str) -> Result<()> {
        self.own.remove(hash)
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

    fn making(&self) -> MutexGuard<'_, HashMap<Key, watch::Receiver<bool>>> {
        self.making.lock().expect("nothing panics while holding what is being made")
    }

    fn failed(&self) -> MutexGuard<'_, HashMap<Key, FilesRefusal>> {
        self.failed.lock().expect("nothing panics while holding what failed")
    }
}

impl Uploads {
    /// The preview of a whole office file.
    ///
    /// Errors: `files.no_preview` for what is no such file; why there is none, or none yet; `files.elsewhere`.
    pub fn preview(&self, row: &FileRow) -> Result<File> {
        let (key, _) = self.previewed(row)?;
        match self.previews.store(&key).file(&key.hash) {
            Err(error) if error.kind() == Kind::NotFound => {
                Err(self.previews.failed().get(&key).copied().unwrap_or(FilesRefusal::PreviewComing).into())
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
        let hash = row.sha256.clone().ok_or_else(Error::not_found)?;
        Ok((Key { hash, ending, is_far: row.store != self.name() }, office))
    }

    /// Has the preview of a file made unless it is there, and waits a while for it.
    ///
    /// Errors: those of [`Uploads::preview`]; that it is still coming is none.
    pub async fn have_preview_made(self: &Arc<Self>, row: &FileRow) -> Result<()> {
        let (key, office) = self.previewed(row)?;
        if self.previews.store(&key).file(&key.hash).is_ok() || self.previews.failed().contains_key(&key) {
            return Ok(());
        }
        let mut done = {
            let mut making = self.previews.making();
            match making.get(&key) {
                Some(done) => done.clone(),
                None if making.len() >= MOST_WAITING => return Ok(()),
                None => {
                    let (tell, done) = watch::channel(false);
                    making.insert(key.clone(), done.clone());
                    tokio::spawn(self.clone().make(key, row.clone(), office.clone(), tell));
                    done
                }
            }
        };
        // Whether it took too long or is there, the next look says.
        let _ = tokio::time::timeout(PATIENCE, done.wait_for(|done| *done)).await;
        Ok(())
    }

    async fn make(self: Arc<Self>, key: Key, row: FileRow, office: Office, tell: watch::Sender<bool>) {
        let turn = self.previews.turn.acquire().await;
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
        let fault = made.unwrap_or_else(|error| {
            // The disk, or the system: another time it may be well.
            tracing::warn!(hash = key.hash, %error, "the preview of a file could not be made");
            None
        });
        if let Some(fault) = fault {
            let mut failed = self.previews.failed();
            if failed.len() >= REMEMBERED {
                failed.clear();
            }
            failed.insert(key.clone(), fault);
        }
        self.previews.making().remove(&key);
        // Nobody may be waiting any more.
        let _ = tell.send(true);
    }

    /// Makes one and keeps it, unless its file has gone meanwhile; why there is none when it cannot be made.
    fn convert(&self, key: &Key, row: &FileRow, office: &Office) -> Result<Option<FilesRefusal>> {
        let made = pdf_of(office, self.contents(row)?, key.ending, BOUNDS)
            .map_err(|error| Error::unavailable("disk_failed", error))?;
        let pdf = match made {
            Ok(pdf) => pdf,
            Err(Fault::TooSlow) => return Ok(Some(FilesRefusal::PreviewTooSlow)),
            Err(Fault::TooLarge) => return Ok(Some(FilesRefusal::PreviewTooLarge)),
            Err(Fault::Unreadable) => return Ok(Some(FilesRefusal::PreviewFailed)),
        };
        self.check_space(pdf.len() as u64)?;
        // Whoever clears away does so before this, and the file is gone, or after it, and this goes as well.
        let _kept = self.sweeping.blocking_read();
        self.contents(row)?;
        self.previews.store(key).put_under(&key.hash, &pdf)?;
        Ok(None)
    }
}

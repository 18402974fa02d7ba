//! What of a store lies near: all of it without a bucket, else what was asked for last.

use crate::part::{entries, length, made, removed, sync_folder};
use crate::{BlobStore, Bucket, disk, no_hash};
use kernel::{Error, Kind, Result, Timestamp};
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Copies from areas of others are kept for so long at most: whoever they belong to does not tell when they go.
const COPIES: Duration = Duration::from_secs(86_400);
const HOURS: i64 = 24;

/// Part of a bucket that belongs to one folder: nobody else writes there.
pub(crate) struct Area {
    bucket: Arc<Bucket>,
    name: String,
    /// By first digits, so that what many want at once comes once.
    coming: Arc<[Mutex<()>; 256]>,
}

impl Area {
    fn key(&self, hash: &str) -> String {
        format!("{}/{}/{hash}", self.name, &hash[..2])
    }

    fn aside(&self) -> String {
        format!("{}-lost", self.name)
    }

    pub(crate) fn put(&self, hash: &str, bytes: Vec<u8>) -> Result<()> {
        self.bucket.put(&self.key(hash), bytes)
    }

    pub(crate) fn put_file(&self, hash: &str, path: &Path, size: u64) -> Result<()> {
        self.bucket.put_file(&self.key(hash), path, size)
    }
}

fn first_byte(hash: &str) -> usize {
    usize::from_str_radix(&hash[..2], 16).expect("a hash is hexadecimal")
}

fn before(moment: Timestamp) -> SystemTime {
    UNIX_EPOCH + Duration::from_micros(u64::try_from(moment.micros()).unwrap_or(0))
}

/// Something that lies near.
struct Near {
    path: PathBuf,
    hash: String,
    size: u64,
    written: SystemTime,
}

/// Everything in the subfolders of a folder that is named by a hash.
fn near(folder: &Path) -> Result<Vec<Near>> {
    let mut found = Vec::new();
    for first in 0..=u8::MAX {
        for entry in entries(&folder.join(format!("{first:02x}")))? {
            let hash = entry.file_name().into_string().unwrap_or_default();
            let about = match entry.metadata() {
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                about => about.map_err(disk)?,
            };
            if !no_hash(&hash) {
                let written = about.modified().map_err(disk)?;
                found.push(Near { path: entry.path(), hash, size: about.len(), written });
            }
        }
    }
    Ok(found)
}

impl BlobStore {
    /// A store in an area of a bucket. What lies in the folder already belongs to it, and is brought to the bucket by [`BlobStore::tidy`].
    pub fn in_bucket(folder: &Path, bucket: Arc<Bucket>, area: &str) -> Result<Self> {
        let mut store = Self::open(folder)?;
        let coming = Arc::new(std::array::from_fn(|_| Mutex::default()));
        store.area = Some(Area { bucket, name: area.to_owned(), coming });
        Ok(store)
    }

    /// What lies in somebody else's area of the same bucket, to be read; nothing without a bucket.
    pub fn of(&self, area: &str) -> Option<Self> {
        let own = self.area.as_ref()?;
        let folder = self.copies().join(area.replace('/', "-"));
        let area = Area { bucket: own.bucket.clone(), name: area.to_owned(), coming: own.coming.clone() };
        Some(Self { folder, area: Some(area) })
    }

    /// Where copies from areas of others lie.
    fn copies(&self) -> PathBuf {
        let mut name = self.folder.file_name().unwrap_or_default().to_owned();
        name.push("-of-others");
        self.folder.with_file_name(name)
    }

    /// Whether so many bytes are kept under a hash.
    pub(crate) fn has(&self, hash: &str, size: u64) -> Result<bool> {
        let there = match &self.area {
            Some(area) => area.bucket.length(&area.key(hash))?,
            None => length(&self.path(hash))?,
        };
        Ok(there == Some(size))
    }

    /// The file under a hash, to be read; from a bucket it comes here first, as a whole.
    ///
    /// Errors: not found when there is none, or when the text is no hash; `bucket_failed`; `disk_full`.
    pub fn file(&self, hash: &str) -> Result<File> {
        if no_hash(hash) {
            return Err(Error::not_found());
        }
        match self.near(hash) {
            Err(error) if error.kind() == Kind::NotFound => match &self.area {
                Some(area) => self.fetched(area, hash),
                None => Err(error),
            },
            near => near,
        }
    }

    fn near(&self, hash: &str) -> Result<File> {
        match File::open(self.path(hash)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Err(Error::not_found()),
            opened => opened.map_err(disk),
        }
    }

    fn fetched(&self, area: &Area, hash: &str) -> Result<File> {
        let _alone = area.coming[first_byte(hash)].lock().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have waited for the same.
        match self.near(hash) {
            Err(error) if error.kind() == Kind::NotFound => {}
            near => return near,
        }
        let path = self.path(hash);
        let folder = made(&path)?;
        let coming = tempfile::NamedTempFile::new_in(folder).map_err(disk)?;
        area.bucket.get_into(&area.key(hash), coming.reopen().map_err(disk)?)?;
        coming.persist(&path).map_err(|error| disk(error.error))
    }

    /// The hashes that begin with a byte and whose bytes were written before a moment.
    pub fn written_before(&self, first: u8, moment: Timestamp) -> Result<Vec<String>> {
        let mut found = match &self.area {
            Some(area) => area.bucket.written_before(&format!("{}/{first:02x}", area.name), moment)?,
            None => self.near_before(first, moment)?,
        };
        found.retain(|name| !no_hash(name));
        Ok(found)
    }

    fn near_before(&self, first: u8, moment: Timestamp) -> Result<Vec<String>> {
        let (latest, mut found) = (before(moment), Vec::new());
        for entry in entries(&self.folder.join(format!("{first:02x}")))? {
            let written = entry.metadata().and_then(|about| about.modified()).map_err(disk)?;
            if written < latest {
                found.push(entry.file_name().into_string().unwrap_or_default());
            }
        }
        Ok(found)
    }

    /// Forgets the bytes under a hash, if they are there.
    pub fn remove(&self, hash: &str) -> Result<()> {
        if no_hash(hash) {
            return Err(Error::not_found());
        }
        if let Some(area) = &self.area {
            area.bucket.remove(&area.key(hash))?;
        }
        removed(&self.path(hash))
    }

    /// Moves the bytes under a hash, if they are there, to where they can be had back by hand: a folder named by a day within one, or an
    /// area of the bucket beside this one.
    pub fn put_aside(&self, hash: &str, lost: &Path, day: &str) -> Result<()> {
        if no_hash(hash) {
            return Err(Error::not_found());
        }
        if let Some(area) = &self.area {
            let moved = area.bucket.rename(&area.key(hash), &format!("{}/{day}/{hash}", area.aside()))?;
            if moved {
                return removed(&self.path(hash));
            }
        }
        let folder = lost.join(day);
        std::fs::create_dir_all(&folder).map_err(disk)?;
        match std::fs::rename(self.path(hash), folder.join(hash)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(disk(error)),
            _ => sync_folder(&folder),
        }
    }

    /// Forgets what was put aside on the days (`2026-04-01`) before one.
    pub fn drop_aside(&self, lost: &Path, first: &str) -> Result<()> {
        // What somebody put there has other names.
        let is_over = |name: &str| name.len() == first.len() && name.starts_with("20") && name < first;
        for entry in entries(lost)? {
            if is_over(&entry.file_name().into_string().unwrap_or_default()) {
                std::fs::remove_dir_all(entry.path()).map_err(disk)?;
            }
        }
        if let Some(area) = &self.area {
            for name in area.bucket.names(&area.aside())? {
                if name.rsplit('/').nth(1).is_some_and(is_over) {
                    area.bucket.remove(&name)?;
                }
            }
        }
        Ok(())
    }

    /// Brings what lies only here to the bucket, each hour a part of it and each day all, and forgets of what lies near the oldest, so
    /// that at most so many bytes do. Without a bucket there is nothing to do.
    pub fn tidy(&self, most: u64, now: Timestamp) -> Result<()> {
        let Some(area) = &self.area else { return Ok(()) };
        let mut here = near(&self.folder)?;
        let hour = (now.micros() / 3_600_000_000).rem_euclid(HOURS);
        for first in (0..=u8::MAX).filter(|first| i64::from(*first) % HOURS == hour) {
            let digits = format!("{first:02x}");
            let there = area.bucket.names(&format!("{}/{digits}", area.name))?;
            for one in here.iter().filter(|one| one.hash.starts_with(&digits)) {
                let key = area.key(&one.hash);
                if !there.contains(&key) {
                    tracing::info!(hash = one.hash, "a file that lay here alone is brought to the bucket");
                    area.bucket.put_file(&key, &one.path, one.size)?;
                }
            }
        }
        here.sort_by_key(|one| one.written);
        let mut bytes: u64 = here.iter().map(|one| one.size).sum();
        for one in here {
            if bytes <= most {
                break;
            }
            if self.has(&one.hash, one.size)? {
                removed(&one.path)?;
                bytes -= one.size;
            }
        }
        let latest = before(now).checked_sub(COPIES).unwrap_or(UNIX_EPOCH);
        for folder in entries(&self.copies())? {
            for one in near(&folder.path())?.iter().filter(|one| one.written < latest) {
                removed(&one.path)?;
            }
        }
        Ok(())
    }

    /// Forgets of what lies near the oldest, so that at most so many bytes do. In a folder alone it is gone: for what can be made anew.
    pub fn shrink_to(&self, most: u64) -> Result<()> {
        let mut here = near(&self.folder)?;
        let mut bytes: u64 = here.iter().map(|one| one.size).sum();
        here.sort_by_key(|one| one.written);
        for one in here {
            if bytes <= most {
                break;
            }
            removed(&one.path)?;
            bytes -= one.size;
        }
        Ok(())
    }

    /// Forgets what was being written when the program ended. Whoever is writing now would lose theirs.
    pub fn drop_unfinished(&self) -> Result<()> {
        for first in 0..=u8::MAX {
            for entry in entries(&self.folder.join(format!("{first:02x}")))? {
                if no_hash(&entry.file_name().into_string().unwrap_or_default()) {
                    removed(&entry.path())?;
                }
            }
        }
        Ok(())
    }

    /// Whether no bytes lie here.
    pub fn is_empty(&self) -> Result<bool> {
        for entry in entries(&self.folder)? {
            let is_folder = entry.file_type().map_err(disk)?.is_dir();
            if !is_folder || !entries(&entry.path())?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, BlobStore) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = BlobStore::open(folder.path()).expect("a store");
        (folder, store)
    }

    #[test]
    fn of_too_much_the_oldest_goes() {
        let (_folder, store) = store();
        let kept = ["4444", "333", "22"].map(|text| store.put(text.as_bytes()).expect("kept"));
        for (hash, second) in kept.iter().zip([2, 1, 3]) {
            let file = File::options().write(true).open(store.path(hash)).expect("there");
            file.set_modified(UNIX_EPOCH + Duration::from_secs(second)).expect("set");
        }
        let lying = || kept.iter().map(|hash| store.file(hash).is_ok()).collect::<Vec<_>>();
        store.shrink_to(9).expect("shrunk");
        assert_eq!(lying(), [true, true, true]);
        store.shrink_to(8).expect("shrunk");
        assert_eq!(lying(), [true, false, true]);
        store.shrink_to(0).expect("shrunk");
        assert_eq!(lying(), [false, false, false]);
    }

    #[test]
    fn what_was_half_written_goes_and_the_rest_stays() {
        let (_folder, store) = store();
        let hash = store.put(b"whole").expect("kept");
        let half = store.path(&hash).with_file_name(".tmpAbCdEf");
        std::fs::write(&half, "ha").expect("written");
        store.drop_unfinished().expect("dropped");
        assert!(!half.exists());
        assert_eq!(store.get(&hash).expect("there"), b"whole");
    }
}

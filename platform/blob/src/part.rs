//! Bytes that come bit by bit: each lies in a file of its own until it is whole, and is then moved among the others.

use crate::{BlobStore, disk, hexadecimal};
use kernel::{Error, Result};
use sha2::{Digest, Sha256};
use std::fs::{DirEntry, File, OpenOptions};
use std::io::{ErrorKind, Seek, SeekFrom, Write, copy};
use std::path::{Path, PathBuf};

/// A hash of bytes that are not all there yet.
#[derive(Debug, Clone, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Takes more bytes.
    pub fn take(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all that was taken, as 64 hexadecimal digits.
    pub fn digits(&self) -> String {
        hexadecimal(&self.0.clone().finalize())
    }

    /// The hash as bytes.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.clone().finalize().to_vec()
    }
}

impl Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.take(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A folder of files that are not whole yet, by names of letters and digits.
pub struct Parts {
    folder: PathBuf,
}

impl Parts {
    /// In a folder, which is made when absent.
    pub fn open(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(disk)?;
        Ok(Self { folder: folder.to_owned() })
    }

    fn path(&self, name: &str) -> PathBuf {
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "a part is named by letters and digits");
        self.folder.join(name)
    }

    /// How many bytes the disk still takes.
    pub fn free(&self) -> Result<u64> {
        let disk = rustix::fs::statvfs(&self.folder).map_err(|error| Error::unavailable("disk_failed", error))?;
        Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
    }

    /// A part from which only the first `at` bytes count; one that begins is made. What is known of their hash saves reading them again.
    ///
    /// Errors: not found when the disk has fewer: they were lost with the machine's power, or the part has become whole.
    pub fn go_on(&self, name: &str, at: u64, known: Option<Hasher>) -> Result<Part> {
        let opened = OpenOptions::new().read(true).write(true).create(at == 0).truncate(false).open(self.path(name));
        let mut file = match opened {
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(Error::not_found()),
            opened => opened.map_err(disk)?,
        };
        if file.metadata().map_err(disk)?.len() < at {
            return Err(Error::not_found());
        }
        file.set_len(at).map_err(disk)?;
        let hasher = match known {
            Some(known) => known,
            None => {
                let mut hasher = Hasher::default();
                file.rewind().map_err(disk)?;
                copy(&mut file, &mut hasher).map_err(disk)?;
                hasher
            }
        };
        file.seek(SeekFrom::Start(at)).map_err(disk)?;
        if at == 0 {
            sync_folder(&self.folder)?;
        }
        Ok(Part { file, hasher, at })
    }

    /// Moves a part that is whole, of so many bytes, among a store's files, under the hash of its bytes. What lies there of that size is
    /// left as it is. Doing so again does no harm.
    ///
    /// Errors: not found when neither the part is there nor what it became, or when it has another size: it is not what has that hash.
    pub fn keep(&self, name: &str, hash: &str, size: u64, store: &BlobStore) -> Result<()> {
        let (from, to) = (self.path(name), store.path(hash));
        let folder = made(&to)?;
        let (part, is_here) = (length(&from)?, length(&to)? == Some(size));
        let is_kept = store.has(hash, size)?;
        if part.is_some_and(|length| length != size) || (part.is_none() && !is_here && !is_kept) {
            return Err(Error::not_found());
        }
        if let (Some(area), false) = (&store.area, is_kept) {
            area.put_file(hash, if part.is_some() { &from } else { &to }, size)?;
        }
        match part {
            Some(_) if is_here => removed(&from)?,
            Some(_) => std::fs::rename(&from, &to).map_err(disk)?,
            None => (),
        }
        // Whoever moved it may have been cut off before the disk had that.
        sync_folder(folder)
    }

    /// Whether no part lies here.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(entries(&self.folder)?.is_empty())
    }

    /// A part, to be read.
    ///
    /// Errors: not found when it is not there: it has become whole, or is gone.
    pub fn file(&self, name: &str) -> Result<File> {
        match File::open(self.path(name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Err(Error::not_found()),
            opened => opened.map_err(disk),
        }
    }

    /// Gives the disk back what lies beyond the first `at` bytes of a part, if that is there.
    pub fn cut(&self, name: &str, at: u64) -> Result<()> {
        match OpenOptions::new().write(true).open(self.path(name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(disk(error)),
            Ok(file) if file.metadata().map_err(disk)?.len() <= at => Ok(()),
            Ok(file) => file.set_len(at).map_err(disk),
        }
    }

    /// Forgets a part, if it is there.
    pub fn remove(&self, name: &str) -> Result<()> {
        removed(&self.path(name))
    }
}

/// A file that is not whole yet.
pub struct Part {
    file: File,
    hasher: Hasher,
    at: u64,
}

impl Part {
    /// Adds bytes. They are on the disk once [`Part::sync`] has been asked.
    pub fn add(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).map_err(disk)?;
        self.hasher.take(bytes);
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// Waits until the disk has everything.
    pub fn sync(&self) -> Result<()> {
        self.file.sync_data().map_err(disk)
    }

    /// Looks at what is there, from anywhere.
    pub fn look<T>(&mut self, with: impl FnOnce(&mut File) -> std::io::Result<T>) -> Result<T> {
        let seen = with(&mut self.file).map_err(disk)?;
        self.file.seek(SeekFrom::Start(self.at)).map_err(disk)?;
        Ok(seen)
    }

    /// Writes over what is there. The hash is of what was there before until it is worked out anew.
    pub fn write_over(&mut self, at: u64, bytes: &[u8]) -> Result<()> {
        if at.checked_add(bytes.len() as u64).is_none_or(|end| end > self.at) {
            return Err(Error::internal("what is written over goes beyond what is there"));
        }
        self.file.seek(SeekFrom::Start(at)).and_then(|_| self.file.write_all(bytes)).map_err(disk)
    }

    /// Works the hash out anew, of what is there now.
    pub fn hash_anew(&mut self) -> Result<()> {
        let mut hasher = Hasher::default();
        self.file.rewind().and_then(|()| copy(&mut self.file, &mut hasher)).map_err(disk)?;
        self.hasher = hasher;
        Ok(())
    }

    /// How many bytes there are.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Of what is there.
    pub fn hasher(&self) -> &Hasher {
        &self.hasher
    }
}

pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(disk)
}

/// The folder of a file, which is made, on the disk too, when it is absent.
pub(crate) fn made(file: &Path) -> Result<&Path> {
    let folder = file.parent().expect("a blob lies in a subfolder");
    if !folder.is_dir() {
        std::fs::create_dir_all(folder).map_err(disk)?;
        sync_folder(folder.parent().expect("a subfolder lies in a folder"))?;
    }
    Ok(folder)
}

/// What a folder is called, by a text that lies in it and goes where it goes; nothing when it has no name.
///
/// Errors: `disk_failed`.
pub fn name_of(folder: &Path) -> Result<Option<String>> {
    match std::fs::read_to_string(folder.join("name")) {
        Ok(name) => Ok(Some(name.trim().to_owned()).filter(|name| !name.is_empty())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(disk(error)),
    }
}

/// Calls a folder, which is there, by a name from now on.
///
/// Errors: `disk_failed`, `disk_full`.
pub fn name(folder: &Path, name: &str) -> Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(disk)?;
    file.write_all(name.as_bytes()).map_err(disk)?;
    file.as_file().sync_all().map_err(disk)?;
    file.persist(folder.join("name")).map_err(|error| disk(error.error))?;
    sync_folder(folder)
}

/// How many bytes a file has, if it is there.
pub(crate) fn length(path: &Path) -> Result<Option<u64>> {
    match std::fs::metadata(path) {
        Ok(about) => Ok(Some(about.len())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(disk(error)),
    }
}

/// What lies in a folder, if it is there.
pub(crate) fn entries(folder: &Path) -> Result<Vec<DirEntry>> {
    match std::fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        entries => entries.and_then(Iterator::collect).map_err(disk),
    }
}

pub(crate) fn removed(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(disk(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Kind, Timestamp};
    use std::io::Read;
    use std::time::{Duration, UNIX_EPOCH};

    fn places() -> (tempfile::TempDir, Parts, BlobStore) {
        let folder = tempfile::tempdir().expect("a folder");
        let parts = Parts::open(&folder.path().join("parts")).expect("parts");
        let store = BlobStore::open(&folder.path().join("whole")).expect("a store");
        (folder, parts, store)
    }

    #[test]
    fn what_comes_in_bits_has_the_hash_of_the_whole_however_often_it_is_begun_anew() {
        let (_folder, parts, store) = places();
        let mut part = parts.go_on("a1", 0, None).expect("it begins");
        part.add("縁".as_bytes()).expect("taken");
        let known = part.hasher().clone();
        part.add(b"lost with the line").expect("taken");
        drop(part);
        for known in [Some(known), None] {
            let mut part = parts.go_on("a1", 3, known).expect("it goes on");
            part.add("側".as_bytes()).expect("taken");
            part.sync().expect("on the disk");
            assert_eq!(part.hasher().digits(), crate::hexadecimal(&Sha256::digest("縁側")));
        }
        let hash = crate::hexadecimal(&Sha256::digest("縁側"));
        parts.keep("a1", &hash, 6, &store).expect("it is whole");
        parts.keep("a1", &hash, 6, &store).expect("it was whole before");
        let mut text = String::new();
        store.file(&hash).expect("kept").read_to_string(&mut text).expect("read");
        assert_eq!(text, "縁側");
        store.remove(&hash).expect("removed");
        store.remove(&hash).expect("gone before");
        assert_eq!(store.file(&hash).expect_err("gone").kind(), Kind::NotFound);
        assert_eq!(parts.keep("a1", &hash, 6, &store).expect_err("nothing").kind(), Kind::NotFound);
    }

    #[test]
    fn a_part_that_has_been_cut_never_becomes_whole_and_what_is_whole_is_never_replaced() {
        let (_folder, parts, store) = places();
        let come = |name: &str, bytes: &[u8]| parts.go_on(name, 0, None).expect("it begins").add(bytes).expect("taken");
        let hash = crate::hexadecimal(&Sha256::digest(b"all of it"));
        assert!(parts.is_empty().expect("asked") && store.is_empty().expect("asked"));
        come("a", b"all of it");
        assert!(!parts.is_empty().expect("asked"));
        parts.cut("a", 3).expect("cut");
        assert_eq!(parts.keep("a", &hash, 9, &store).expect_err("half").kind(), Kind::NotFound);
        assert_eq!(store.file(&hash).expect_err("nothing there").kind(), Kind::NotFound);
        come("b", b"all of it");
        parts.keep("b", &hash, 9, &store).expect("it is whole");
        assert!(!store.is_empty().expect("asked"));
        assert_eq!(parts.keep("a", &hash, 9, &store).expect_err("half").kind(), Kind::NotFound);
        assert_eq!(store.get(&hash).expect("kept"), b"all of it");
        // Another of the same size, so that it shows which of them is left.
        come("c", b"ALL OF IT");
        parts.keep("c", &hash, 9, &store).expect("the same lies there");
        assert_eq!(store.get(&hash).expect("kept"), b"all of it");
        assert_eq!(parts.go_on("c", 1, None).err().map(|error| error.kind()), Some(Kind::NotFound));
    }

    #[test]
    fn what_is_written_over_is_within_what_is_there_and_has_a_hash_of_its_own() {
        let (_folder, parts, store) = places();
        let mut part = parts.go_on("a", 0, None).expect("it begins");
        part.add(b"where it was taken").expect("taken");
        part.write_over(9, b"---").expect("written over");
        for at in [16, u64::MAX] {
            part.write_over(at, b"---").expect_err("beyond its end");
        }
        part.hash_anew().expect("hashed");
        let mut text = String::new();
        part.look(|file| file.rewind().and_then(|()| file.read_to_string(&mut text))).expect("read");
        assert_eq!(text, "where it --- taken");
        let hash = crate::hexadecimal(&Sha256::digest(&text));
        assert_eq!(part.hasher().digits(), hash);
        parts.keep("a", &hash, 18, &store).expect("it is whole");
    }

    #[test]
    fn what_is_put_aside_can_be_had_back() {
        let (folder, _, store) = places();
        let hash = store.put(b"thought lost").expect("kept");
        let aside = folder.path().join("aside");
        for _ in 0..2 {
            store.put_aside(&hash, &aside, "2026-04-01").expect("put aside, or gone before");
        }
        assert!(store.is_empty().expect("asked"));
        store.drop_aside(&aside, "2026-04-01").expect("looked at");
        assert_eq!(std::fs::read(aside.join("2026-04-01").join(&hash)).expect("there"), b"thought lost");
        std::fs::create_dir(aside.join("kept by hand")).expect("made");
        store.drop_aside(&aside, "2026-04-02").expect("forgotten");
        assert!(!aside.join("2026-04-01").exists() && aside.join("kept by hand").exists());
    }

    #[test]
    fn a_part_of_which_the_disk_has_less_than_it_should_is_not_gone_on_with() {
        let (_folder, parts, _) = places();
        assert_eq!(parts.go_on("b", 1, None).err().map(|error| error.kind()), Some(Kind::NotFound));
        parts.go_on("b", 0, None).expect("it begins").add(b"12").expect("taken");
        assert_eq!(parts.go_on("b", 3, None).err().map(|error| error.kind()), Some(Kind::NotFound));
        parts.cut("b", 1).expect("cut");
        parts.go_on("b", 1, None).expect("one is there");
        assert_eq!(parts.go_on("b", 2, None).err().map(|error| error.kind()), Some(Kind::NotFound));
        parts.remove("b").expect("removed");
        parts.cut("b", 0).expect("nothing to cut");
        assert!(parts.free().expect("a disk") > 0);
    }

    #[test]
    fn a_folder_has_the_name_that_it_was_given() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(name_of(folder.path()).expect("asked"), None);
        name(folder.path(), "one").expect("named");
        assert_eq!(name_of(folder.path()).expect("asked").as_deref(), Some("one"));
        std::fs::write(folder.path().join("name"), "\n").expect("written");
        assert_eq!(name_of(folder.path()).expect("asked"), None);
    }

    #[test]
    fn what_was_written_before_a_moment_is_found_by_the_first_byte_of_its_hash() {
        let (folder, _, store) = places();
        let hash = store.put(b"old").expect("kept");
        let first = u8::from_str_radix(&hash[..2], 16).expect("a byte");
        let file = File::options().write(true).open(store.path(&hash)).expect("the file");
        file.set_modified(UNIX_EPOCH + Duration::from_secs(60)).expect("it is old");
        std::fs::write(folder.path().join("whole").join(&hash[..2]).join("notes"), "no hash").expect("written");
        let before =
            |second: i64| store.written_before(first, Timestamp::from_micros(second * 1_000_000)).expect("a list");
        assert_eq!(before(60), Vec::<String>::new());
        assert_eq!(before(61), vec![hash]);
        assert_eq!(
            store.written_before(first ^ 1, Timestamp::from_micros(i64::MAX)).expect("a list"),
            Vec::<String>::new()
        );
    }
}

//! Bytes that come bit by bit: each lies in a file of its own until it is whole, and is then moved among the others.

use crate::{BlobStore, disk, hexadecimal, no_hash};
use kernel::{Error, Result};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
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

    /// Moves a part that is whole among a store's files, under the hash of its bytes. Doing so again does no harm.
    ///
    /// Errors: not found when neither the part is there nor what it became.
    pub fn keep(&self, name: &str, hash: &str, store: &BlobStore) -> Result<()> {
        let to = store.path(hash);
        let folder = to.parent().expect("a blob lies in a subfolder");
        std::fs::create_dir_all(folder).map_err(disk)?;
        match std::fs::rename(self.path(name), &to) {
            Ok(()) => sync_folder(folder),
            Err(error) if error.kind() == ErrorKind::NotFound && to.exists() => Ok(()),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(Error::not_found()),
            Err(error) => Err(disk(error)),
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

fn removed(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(disk(error)),
        _ => Ok(()),
    }
}

impl BlobStore {
    /// The file under a hash, to be read.
    ///
    /// Errors: not found when there is none, or when the text is no hash.
    pub fn file(&self, hash: &str) -> Result<File> {
        if no_hash(hash) {
            return Err(Error::not_found());
        }
        match File::open(self.path(hash)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Err(Error::not_found()),
            opened => opened.map_err(disk),
        }
    }

    /// Forgets the bytes under a hash, if they are there.
    pub fn remove(&self, hash: &str) -> Result<()> {
        if no_hash(hash) { Err(Error::not_found()) } else { removed(&self.path(hash)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Kind;
    use std::io::Read;

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
        parts.keep("a1", &hash, &store).expect("it is whole");
        parts.keep("a1", &hash, &store).expect("it was whole before");
        let mut text = String::new();
        store.file(&hash).expect("kept").read_to_string(&mut text).expect("read");
        assert_eq!(text, "縁側");
        store.remove(&hash).expect("removed");
        store.remove(&hash).expect("gone before");
        assert_eq!(store.file(&hash).expect_err("gone").kind(), Kind::NotFound);
        assert_eq!(parts.keep("a1", &hash, &store).expect_err("nothing").kind(), Kind::NotFound);
    }

    #[test]
    fn a_part_of_which_the_disk_has_less_than_it_should_is_not_gone_on_with() {
        let (_folder, parts, _) = places();
        assert_eq!(parts.go_on("b", 1, None).err().map(|error| error.kind()), Some(Kind::NotFound));
        parts.go_on("b", 0, None).expect("it begins").add(b"12").expect("taken");
        assert_eq!(parts.go_on("b", 3, None).err().map(|error| error.kind()), Some(Kind::NotFound));
        parts.remove("b").expect("removed");
        assert!(parts.free().expect("a disk") > 0);
    }
}

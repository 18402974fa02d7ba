//! Files by the hash of their contents: the same bytes are kept once, and an address never changes its meaning.

mod bucket;
mod near;
mod part;

pub use bucket::{Bucket, BucketPlace};
pub use part::{Hasher, Part, Parts, name, name_of};

use kernel::{Error, Result};
use near::Area;
use part::{made, sync_folder};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// A folder of files named by SHA-256, two hexadecimal digits a subfolder; or an area of a bucket, and the folder keeps those of its
/// files that were asked for last.
pub struct BlobStore {
    folder: PathBuf,
    area: Option<Area>,
}

fn disk(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull => Error::unavailable("disk_full", error),
        _ => Error::unavailable("disk_failed", error),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a text is not the hash of anything.
fn no_hash(text: &str) -> bool {
    text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl BlobStore {
    /// A store in a folder, which is made when absent.
    pub fn open(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(disk)?;
        Ok(Self { folder: folder.to_owned(), area: None })
    }

    fn path(&self, hash: &str) -> PathBuf {
        self.folder.join(&hash[..2]).join(hash)
    }

    /// Keeps bytes; their hash (64 hexadecimal digits) once they are on the disk.
    pub fn put(&self, bytes: &[u8]) -> Result<String> {
        let hash = hexadecimal(&Sha256::digest(bytes));
        if !self.has(&hash, bytes.len() as u64)? {
            self.put_under(&hash, bytes)?;
        }
        Ok(hash)
    }

    /// Keeps bytes that were made from others, under the hash of those.
    pub fn put_under(&self, hash: &str, bytes: &[u8]) -> Result<()> {
        if let Some(area) = &self.area {
            area.put(hash, bytes.to_vec())?;
        }
        let path = self.path(hash);
        let folder = made(&path)?;
        // Written beside and renamed, so that a crash leaves no half file under a name that promises a whole one.
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(disk)?;
        file.write_all(bytes).map_err(disk)?;
        file.as_file().sync_all().map_err(disk)?;
        file.persist(&path).map_err(|error| disk(error.error))?;
        sync_folder(folder)
    }

    /// The bytes under a hash.
    ///
    /// Errors: not found when there are none, or when the text is no hash.
    pub fn get(&self, hash: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file(hash)?.read_to_end(&mut bytes).map_err(disk)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Kind;

    #[test]
    fn bytes_come_back_by_their_hash_and_are_kept_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = BlobStore::open(folder.path()).expect("a store");
        let hash = store.put("縁側".as_bytes()).expect("kept");
        assert_eq!(store.put("縁側".as_bytes()).expect("kept"), hash);
        assert_eq!(store.get(&hash).expect("found"), "縁側".as_bytes());
    }

    #[test]
    fn what_is_no_hash_names_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = BlobStore::open(folder.path()).expect("a store");
        for name in ["", "../../etc/passwd", "ff", &"0".repeat(64)] {
            assert_eq!(store.get(name).expect_err("nothing").kind(), Kind::NotFound, "{name}");
        }
    }
}

use super::LARGEST_BLOCK;
use std::io::{ErrorKind, Read, Result, Seek, SeekFrom};

/// Looked through at a time.
const WINDOW: u64 = 64 << 10;

/// Bytes of a file, wherever one looks.
pub(super) struct Source<F> {
    file: F,
    length: u64,
    window: Vec<u8>,
    /// So many bytes of blocks are still looked into: parts that lie over one another are more than the file.
    left: u64,
}

impl<F: Read + Seek> Source<F> {
    pub(super) fn new(file: F, length: u64) -> Self {
        Self { file, length, window: Vec::new(), left: length.saturating_mul(2) }
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// How many of so many bytes from a place on the file has.
    pub(super) fn within(&self, at: u64, count: u64) -> u64 {
        self.length.saturating_sub(at).min(count)
    }

    /// What stands from a place on, as much as is looked through at a time; less at the end.
    pub(super) fn window(&mut self, at: u64) -> Result<&[u8]> {
        self.window.clear();
        self.file.seek(SeekFrom::Start(at.min(self.length)))?;
        self.file.by_ref().take(WINDOW.min(self.length.saturating_sub(at))).read_to_end(&mut self.window)?;
        Ok(&self.window)
    }

    /// So many bytes from a place on; nothing when the file ends before.
    pub(super) fn bytes<const COUNT: usize>(&mut self, at: u64) -> Result<Option<[u8; COUNT]>> {
        let mut bytes = [0; COUNT];
        Ok(self.read(at, &mut bytes)?.then_some(bytes))
    }

    /// A block of so many bytes; nothing when the file ends before, or when it is larger than such blocks are.
    pub(super) fn block(&mut self, at: u64, count: u64) -> Result<Option<Vec<u8>>> {
        if count > LARGEST_BLOCK.min(self.left) || self.within(at, count) < count {
            return Ok(None);
        }
        self.left -= count;
        let mut bytes = vec![0; count as usize];
        Ok(self.read(at, &mut bytes)?.then_some(bytes))
    }

    fn read(&mut self, at: u64, bytes: &mut [u8]) -> Result<bool> {
        if self.within(at, bytes.len() as u64) < bytes.len() as u64 {
            return Ok(false);
        }
        self.file.seek(SeekFrom::Start(at))?;
        match self.file.read_exact(bytes) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
            read => read.map(|()| true),
        }
    }
}

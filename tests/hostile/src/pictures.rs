//! Whatever a picture or a film holds, what is written over it lies within it, and is not much more than there is of it.

use files::model::{Over, hidden};
use std::io::Cursor;

pub(crate) fn promises(input: &[u8]) {
    let length = input.len() as u64;
    let changes = hidden(Cursor::new(input), length).expect("bytes in memory are read");
    let mut all = 0;
    for (at, over) in &changes.writes {
        let count = match over {
            Over::Bytes(bytes) => bytes.len() as u64,
            Over::Fill(_, count) => *count,
        };
        assert!(count > 0 && *at < length && count <= length - at, "{count} bytes at {at} of {length}");
        all += count;
    }
    assert!(all <= 5 * length + 64, "{all} bytes over {length}");
    assert!(!changes.place || !changes.writes.is_empty());
}

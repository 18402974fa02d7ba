//! What the disk allows, without any of our program.

use crate::percentiles::Percentiles;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// A page of a database, the least that a commit writes.
const BLOCK: [u8; 4096] = [7; 4096];

/// How long the disk takes for a small append until it says that it is safe (`fdatasync`), one after another.
pub(crate) fn syncs(folder: &Path, during: Duration) -> Percentiles {
    let mut file = File::create(folder.join("disk.floor")).expect("a file in the data folder");
    let (since, mut times) = (Instant::now(), Vec::new());
    while since.elapsed() < during {
        let begin = Instant::now();
        file.write_all(&BLOCK).expect("room on the disk");
        file.sync_data().expect("a disk that syncs");
        times.push(begin.elapsed());
    }
    Percentiles::of(times)
}

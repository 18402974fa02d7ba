//! What the disk allows, without any of our program.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// A page of a database, the least that a commit writes.
const BLOCK: [u8; 4096] = [7; 4096];

/// How often a second the disk takes a small append and says that it is safe (`fdatasync`), one after another.
pub(crate) fn syncs_per_s(folder: &Path, during: Duration) -> f64 {
    let mut file = File::create(folder.join("disk.floor")).expect("a file in the data folder");
    let since = Instant::now();
    let mut count = 0_u32;
    while since.elapsed() < during {
        file.write_all(&BLOCK).expect("room on the disk");
        file.sync_data().expect("a disk that syncs");
        count += 1;
    }
    f64::from(count) / since.elapsed().as_secs_f64()
}

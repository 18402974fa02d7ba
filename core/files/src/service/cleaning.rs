//! 撮影場所: what a camera hid in a picture or a film is overwritten once all of it is there, and before it has a hash.

use crate::model::{Changes, Over, hidden};
use blob::Part;
use kernel::Result;
use std::iter::repeat_n;

/// Written at once where one byte is written many times.
const FILLED: u64 = 64 << 10;

/// What is to be written over a file of which all is there.
pub fn hides(part: &mut Part) -> Result<Changes> {
    let length = part.at();
    part.look(|file| hidden(file, length))
}

/// Writes it over, and works out the hash of what the file is then.
pub fn clean(part: &mut Part, changes: &Changes) -> Result<()> {
    for (at, over) in &changes.writes {
        match over {
            Over::Bytes(bytes) => part.write_over(*at, bytes)?,
            Over::Fill(byte, count) => {
                for done in (0..*count).step_by(FILLED as usize) {
                    let some: Vec<u8> = repeat_n(*byte, FILLED.min(count - done) as usize).collect();
                    part.write_over(at + done, &some)?;
                }
            }
        }
    }
    part.sync()?;
    part.hash_anew()
}

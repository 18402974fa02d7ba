//! A sum at the end of what is kept: what a disk or a hand has changed is told from what was written.

use kernel::{Error, Result};

const LENGTH: usize = 8;
/// What is told of damage.
pub(crate) const DAMAGED: &str = "search.damaged";

/// A part is not there although its segment is, or is not what was written.
pub(crate) fn damaged() -> Error {
    Error::unavailable(DAMAGED, "a part of the index is damaged; it is to be built anew")
}

fn sum(bytes: &[u8]) -> [u8; LENGTH] {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let (words, rest) = bytes.as_chunks::<LENGTH>();
    let sum = words.iter().fold(bytes.len() as u64, |sum, word| mix(sum, u64::from_le_bytes(*word)));
    rest.iter().fold(sum, |sum, byte| mix(sum, u64::from(*byte))).wrapping_mul(FACTOR).to_le_bytes()
}

/// Some bytes as they are kept.
pub(crate) fn sealed(bytes: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len() + LENGTH);
    kept.extend_from_slice(bytes);
    kept.extend(sum(bytes));
    kept
}

/// What was kept.
pub(crate) fn opened(mut kept: Vec<u8>) -> Result<Vec<u8>> {
    let length = kept.len().checked_sub(LENGTH).ok_or_else(damaged)?;
    if kept[length..] != sum(&kept[..length]) {
        return Err(damaged());
    }
    kept.truncate(length);
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_comes_back_and_what_was_changed_does_not() {
        for length in [0, 1, 7, 8, 9, 100] {
            let bytes: Vec<u8> = (0..length).collect();
            let kept = sealed(&bytes);
            assert_eq!(opened(kept.clone()).expect("as it was"), bytes);
            for place in 0..kept.len() {
                let mut changed = kept.clone();
                changed[place] ^= 4;
                assert!(opened(changed).is_err());
                assert!(opened(kept[..place].to_vec()).is_err());
            }
        }
    }
}

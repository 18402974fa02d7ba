//! What is read of the index may be damaged, as everything on a disk may. That ends nobody's search, and no thread.

use crate::store::seal::DAMAGED;
pub(super) use crate::store::seal::damaged;
use kernel::{Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads something of the index; what cannot be so is damage.
pub(super) fn read<T>(reading: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(reading)).unwrap_or_else(|_| Err(damaged()))
}

/// Whether something went wrong because the index is damaged.
pub(super) fn is_damage(error: &Error) -> bool {
    error.code() == DAMAGED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_so_is_damage_and_other_errors_stay_what_they_are() {
        let broken = read(|| -> Result<u8> { Ok(Vec::new()[0]) }).expect_err("there is none");
        assert!(is_damage(&broken));
        let other = read(|| -> Result<u8> { Err(Error::not_found()) }).expect_err("an error");
        assert!(!is_damage(&other));
    }
}

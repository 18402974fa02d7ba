//! Chance that can be had again: every schedule prints its seed when it fails.

use kernel::{Entropy, SeededEntropy};

pub struct Dice(SeededEntropy);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(SeededEntropy::new(seed))
    }

    /// A number from 0 up to and without `sides`.
    pub fn below(&self, sides: usize) -> usize {
        (self.0.u64() % sides as u64) as usize
    }

    /// True once in so many times.
    pub fn once_in(&self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'l, T>(&self, list: &'l [T]) -> Option<&'l T> {
        if list.is_empty() { None } else { list.get(self.below(list.len())) }
    }

    /// More dice, for what happens at the same time.
    pub fn more(&self) -> Dice {
        Dice::new(self.0.u64())
    }
}

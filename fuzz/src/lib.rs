//! Tries a target with a bound on its memory.

use cap::Cap;
use hostile::Target;
use std::alloc::System;

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// Tries one input. Memory out of proportion to it ends the process, which the fuzzer takes for a crash.
pub fn tried(target: &Target, input: &[u8]) {
    let (at_all, for_each) = target.memory;
    let limit = MEMORY.allocated() + at_all + for_each * input.len();
    MEMORY.set_limit(limit).expect("it is more than what is in use");
    (target.promises)(input);
    MEMORY.set_limit(usize::MAX).expect("there is no greater limit");
}

//! `engawa`: the one binary.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The allocator asks for huge pages, and an idle server would hold twice the memory for a few percent. A system that has none
    // needs not be told.
    rustix::thread::disable_transparent_huge_pages(true).ok();
    server::commands::run()
}

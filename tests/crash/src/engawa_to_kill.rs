//! `engawa` once more, because Cargo builds only a crate's own programs for its tests.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::commands::run()
}

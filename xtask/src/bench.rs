//! `cargo x bench`: one benchmark, built as `cargo x run` builds, or with --release as the server is shipped.

use crate::Outcome;
use crate::arguments::Arguments;
use crate::postgres::{Cluster, Durability};
use crate::shell::cargo;

pub fn command(mut arguments: Arguments) -> Outcome {
    let profile = if arguments.flag("--release") { "release" } else { "quick" };
    // Every other word is the benchmark's own; without one it lists what it can measure.
    let cluster = if arguments.flag("--postgres") { Some(Cluster::start(Durability::Full)?) } else { None };
    let mut program =
        cargo(["run", "--quiet", "--profile", profile, "--package", "bench", "--"]).arguments(arguments.rest());
    if let Some(cluster) = &cluster {
        program = program.arguments(["--postgres"]).variable("ENGAWA_BENCH_POSTGRES", cluster.url());
    }
    program.run()
}

//! `cargo x bench`: one benchmark beside the server that it measures, both built as `cargo x run` builds, or with --release as the
//! server is shipped.

use crate::Outcome;
use crate::arguments::Arguments;
use crate::postgres::{Cluster, Durability, POSTGRES_VARIABLE};
use crate::shell::cargo;

pub fn command(mut arguments: Arguments) -> Outcome {
    let profile = if arguments.flag("--release") { "release" } else { "quick" };
    // Every other word is the benchmark's own; without one it lists what it can measure.
    let rest = arguments.rest();
    crate::web::install(&crate::web::folder())?;
    crate::web::build()?;
    cargo(["build", "--quiet", "--profile", profile, "--package", "server", "--package", "bench"]).run()?;
    let wants = rest.join(" ").replace('=', " ");
    let needs_none = wants.contains("--engine sqlite") || wants.contains("--from");
    let measures = rest.iter().any(|word| !word.starts_with('-')) && !needs_none;
    let cluster = if measures { Some(Cluster::start(Durability::Full)?) } else { None };
    let mut program = cargo(["run", "--quiet", "--profile", profile, "--package", "bench", "--"]).arguments(rest);
    if let Some(cluster) = &cluster {
        program = program.variable(POSTGRES_VARIABLE, cluster.url());
    }
    program.run()
}

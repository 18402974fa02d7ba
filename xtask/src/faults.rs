//! `cargo x faults`: the program mistreated for long, beside a PostgreSQL that may be killed, and a table of what came of it.

use crate::arguments::Arguments;
use crate::postgres::{Cluster, Durability, POSTGRES_VARIABLE};
use crate::shell::{cargo, root};
use crate::{Outcome, machine, web};

pub fn command(arguments: Arguments) -> Outcome {
    // Every word is the program's own.
    let rest = arguments.rest();
    let wants =
        |row: &str| !rest.iter().any(|word| word.starts_with("--only")) || rest.iter().any(|word| word.contains(row));
    web::install(&web::folder())?;
    web::build()?;
    if wants("weak") || wants("half-open") {
        let missing = ["ip", "tc", "nft"].iter().any(|tool| machine::find(tool).is_none());
        if missing {
            machine::install(&["iproute2", "nftables"], "weak networks are made of network namespaces")?;
        }
    }
    let mut browser = None;
    if wants("weak") {
        machine::node()?;
        web::install(&root().join("e2e"))?;
        browser = Some(machine::chromium()?);
    }
    let profile = ["--quiet", "--profile", "quick", "--package", "crash"];
    cargo(["build"].into_iter().chain(profile)).run()?;
    let cluster = Cluster::start(Durability::Full)?;
    let mut program = cargo(["run"].into_iter().chain(profile).chain(["--bin", "faults", "--"]))
        .variable(POSTGRES_VARIABLE, cluster.url())
        .arguments(["--cluster"])
        .arguments([cluster.data()])
        .arguments(["--e2e"])
        .arguments([root().join("e2e")]);
    if let Some(browser) = browser {
        program = program.variable("ENGAWA_CHROMIUM", browser);
    }
    program.arguments(rest).run()
}

//! Measures the program from outside: a server of its own for every case, a client that costs next to nothing, and beside the
//! figures what the machine itself allows, in the same run. `cargo x bench NAME` builds both in the same profile and runs this.
//!
//! Traffic goes to this machine alone and stops by itself.

mod all;
mod catchup;
mod city;
mod crowd;
mod disk;
mod ejabberd;
mod fanout;
mod floor;
mod growth;
mod hall;
mod idle;
mod machine;
mod mixed;
mod morning;
mod office;
mod page;
mod part;
mod percentiles;
mod pgbench;
mod plot;
mod post;
mod reasons;
mod receipts;
mod report;
mod search;
mod stage;
mod stamps;
mod store;
mod swarm;
mod synapse;
mod targets;
mod transfer;
mod upload;

use clap::{Args, Parser, Subcommand, ValueEnum};
use report::Report;

/// Measures the program.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Memory of a server with the demo town in which nothing happens, and after three people looked around.
    Idle(Shared),
    /// Acknowledged, durable posts a second, and how long each waits.
    Post(post::Options),
    /// One post to everybody in a room: when the last one has it.
    Fanout(fanout::Options),
    /// Direct messages while a post to everybody is on its way.
    Mixed(mixed::Options),
    /// Everybody comes back at once and is sent what they missed.
    Morning(morning::Options),
    /// Everybody reads one post within a minute, and somebody looks at the count.
    Receipts(receipts::Options),
    /// Everybody in a room answers one question at the same moment, with names and without.
    Stamps(stamps::Options),
    /// People who were away for a week come back.
    Catchup(catchup::Options),
    /// A working day: posts, and what people look at between them.
    Office(office::Options),
    /// What posting and reading cost as the talk of years grows.
    Growth(growth::Options),
    /// The mass transfer of April, while somebody posts all the time.
    Transfer(transfer::Options),
    /// What was said is looked for, among so many messages.
    Search(search::Options),
    /// A large file comes over a line that breaks, and the server is killed in the middle.
    Upload(upload::Options),
    /// All of them, and a page with targets, figures, verdicts and plots.
    All(all::Options),
    /// Clients in a process of their own, for the other benchmarks.
    #[command(hide = true)]
    Swarm,
    /// The floor in a process of its own, for the other benchmarks.
    #[command(hide = true)]
    Floor,
}

/// What all cases take.
#[derive(Debug, Clone, Args)]
struct Shared {
    /// One JSON object a line, for other programs.
    #[arg(long)]
    json: bool,
    /// Which database; both without it.
    #[arg(long, value_enum)]
    engine: Option<EngineName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EngineName {
    Sqlite,
    Postgres,
}

impl Shared {
    fn engines(&self) -> Vec<db::Engine> {
        let wanted = |engine: &db::Engine| match self.engine {
            None => true,
            Some(EngineName::Sqlite) => *engine == db::Engine::Sqlite,
            Some(EngineName::Postgres) => *engine == db::Engine::Postgres,
        };
        testkit::engines().into_iter().filter(wanted).collect()
    }

    fn report(&self) -> Report {
        Report { json: self.json }
    }
}

fn main() {
    match Cli::parse().what {
        What::Idle(shared) => idle::run(&shared),
        What::Post(options) => post::run(&options),
        What::Fanout(options) => fanout::run(&options),
        What::Mixed(options) => mixed::run(&options),
        What::Morning(options) => morning::run(&options),
        What::Receipts(options) => receipts::run(&options),
        What::Stamps(options) => stamps::run(&options),
        What::Catchup(options) => catchup::run(&options),
        What::Office(options) => office::run(&options),
        What::Growth(options) => growth::run(&options),
        What::Transfer(options) => transfer::run(&options),
        What::Search(options) => search::run(&options),
        What::Upload(options) => upload::run(&options),
        What::All(options) => all::run(&options),
        What::Swarm => swarm::run(),
        What::Floor => floor::run(),
    }
}

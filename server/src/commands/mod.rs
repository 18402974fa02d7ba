//! The commands of the one binary.

mod administrator;
mod audit;
mod demo;
mod extract;
pub mod import_people;
mod import_slack;
mod index;
mod organisation;
mod serve;

use crate::config::{Audit, Cli, Command, Export, Import, Store, log_filter};
use crate::features;
use clap::Parser;
use db::{Db, Threads};
use kernel::{Result, SystemClock, SystemEntropy};
use std::process::ExitCode;
use std::sync::Arc;

/// Runs the command that the command line asks for.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    if matches!(cli.command, Command::Extract) {
        return extract::run();
    }
    tracing_subscriber::fmt().with_env_filter(log_filter()).with_writer(std::io::stderr).init();
    let done = match cli.command {
        Command::Serve(options) => serve::run(&options),
        Command::Demo(options) => demo::run(&options),
        Command::Import(Import::Slack(options)) => import_slack::run(&options),
        Command::Import(Import::People(options)) => import_people::run(&options),
        Command::Export(Export::People(options)) => import_people::export(&options),
        Command::Administrator(options) => administrator::run(&options),
        Command::Audit(Audit::Verify(options)) => audit::verify(&options),
        Command::BeginEpoch(options) => open(&options.store).and_then(|db| db.begin_epoch()).map(|epoch| {
            println!("Clients start afresh with epoch {epoch}. / 次の接続から、画面は最初から読み込み直します。");
        }),
        Command::Index(options) => index::run(&options),
        Command::Extract => Ok(()),
        Command::Openapi => {
            let document = features::openapi();
            println!("{}", serde_json::to_string_pretty(&document).expect("a document is plain data"));
            Ok(())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("engawa: {}", explain(&error));
            ExitCode::FAILURE
        }
    }
}

/// An error in words for whoever sits at the console.
fn explain(error: &kernel::Error) -> String {
    let detail = error.internal_text().unwrap_or_default();
    match error.code() {
        "data_in_use" => {
            "another engawa uses this data folder; stop it first (このデータフォルダーは使用中です)".to_owned()
        }
        "data_folder" => format!("the data folder cannot be made: {detail}"),
        "database_away" => format!("PostgreSQL does not answer: {detail}"),
        "disk_full" => "the disk is full; nothing was changed (ディスクの空きがありません)".to_owned(),
        "not_empty" => "there is an organisation already; a demo town wants an empty data folder".to_owned(),
        "audit_broken" => "the record is not as it was written (記録が改ざんされています)".to_owned(),
        "faulty_input" | "files_without_name" => detail.to_owned(),
        "nobody" => format!("nobody with a post today signs in with {detail} (該当する職員がいません)"),
        "which_organisation" => format!("{detail} (--organisation で組織を指定してください)"),
        code if detail.is_empty() => code.to_owned(),
        code => format!("{code}: {detail}"),
    }
}

/// Opens the database with the whole schema.
fn open(store: &Store) -> Result<Db> {
    let place = store.place()?;
    Db::open(place, &features::migrations(), Threads::default(), Arc::new(SystemClock), Arc::new(SystemEntropy))
}

//! `cargo x`: what a developer or the CI does with this repository, in one place, with nothing installed beforehand.
//!
//! This crate has no dependencies on purpose: it is the first thing compiled on a newcomer's machine.
#![expect(
    clippy::disallowed_methods,
    reason = "a command-line tool reads its environment and waits for other programs"
)]

mod arguments;
mod bench;
mod faults;
mod generate;
mod machine;
mod new_feature;
mod postgres;
mod run;
mod shell;
mod tally;
mod test;
mod web;

use arguments::Arguments;
use std::process::ExitCode;

/// What a command comes to; the text is for the person at the keyboard and says what to do next.
type Outcome<T = ()> = Result<T, String>;

const HELP: &str = "\
cargo x COMMAND

  run [--staff N] [--port 8080] [--data data/demo] [--fresh]
        build everything, make a demonstration town, serve it        デモの町を作って動かす
  test [--only rust|web|e2e|house] [CRATE or part of a test's name]
        set up what the tests need and run them, all or some         検査を行う
  gen [--check]
        write the generated files, or say which are stale            生成ファイルを作り直す
  new-feature NAME
        lay out a feature in the one shape all features have         機能のひな形を置く
  bench [--release] [NAME ...]
        build and run one benchmark, or list them                    性能を測る
  faults [--rounds 1000] [--only ROW,...] [--report docs/faults.md]
        kill, cut off, fill up, flood the program; say what is lost   壊れ方を試す
  fmt   format the Rust sources                                      Rust のソースを整える

ARCHITECTURE.md explains the repository.";

fn main() -> ExitCode {
    match dispatch(Arguments::of_this_process()) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("cargo x: {message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(mut arguments: Arguments) -> Outcome<ExitCode> {
    match arguments.word().as_deref() {
        None | Some("help") => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        Some("run") => run::command(arguments).map(|()| ExitCode::SUCCESS),
        Some("test") => test::command(arguments),
        Some("gen") => generate::command(arguments).map(|()| ExitCode::SUCCESS),
        Some("new-feature") => new_feature::command(arguments).map(|()| ExitCode::SUCCESS),
        Some("bench") => bench::command(arguments).map(|()| ExitCode::SUCCESS),
        Some("faults") => faults::command(arguments).map(|()| ExitCode::SUCCESS),
        Some("fmt") => shell::cargo(["fmt", "--all"]).run().map(|()| ExitCode::SUCCESS),
        Some(other) => Err(format!("there is no command '{other}'\n\n{HELP}")),
    }
}

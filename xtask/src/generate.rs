//! `cargo x gen`: files made from the server's own description of itself, kept in the repository so that a change to them is
//! seen in review, and checked so that they are never stale.

use crate::arguments::Arguments;
use crate::shell::{self, Program, cargo, root, target};
use crate::{Outcome, web};
use std::fs;
use std::path::Path;

/// One generated file.
struct Generated {
    path: &'static str,
    make: fn() -> Outcome<String>,
}

/// All of them, in the order in which they depend on each other.
const GENERATED: [Generated; 2] = [
    Generated { path: "docs/openapi.json", make: openapi },
    Generated { path: "web/src/platform/api/schema.ts", make: schema },
];

#[derive(Clone, Copy, PartialEq)]
pub enum Mode {
    Write,
    Check,
}

pub fn command(mut arguments: Arguments) -> Outcome {
    let mode = if arguments.flag("--check") { Mode::Check } else { Mode::Write };
    arguments.done()?;
    all(mode)
}

pub fn all(mode: Mode) -> Outcome {
    let mut stale = Vec::new();
    for generated in &GENERATED {
        let path = root().join(generated.path);
        let text = (generated.make)().map_err(|failure| format!("{} cannot be made: {failure}", generated.path))?;
        if fs::read_to_string(&path).is_ok_and(|present| present == text) {
            continue;
        }
        stale.push(generated.path);
        if mode == Mode::Write {
            shell::write_file(&path, &text)?;
            println!("{} written", generated.path);
        }
    }
    match mode {
        Mode::Check if !stale.is_empty() => {
            Err(format!("stale: {}. Run `cargo x gen` and commit what it writes.", stale.join(", ")))
        }
        _ => Ok(()),
    }
}

fn openapi() -> Outcome<String> {
    let text = cargo(["run", "--quiet", "--package", "server", "--", "openapi"]).read()?;
    Ok(format!("{}\n", text.trim_end()))
}

fn schema() -> Outcome<String> {
    const TOOL: &str = "node_modules/openapi-typescript/bin/cli.js";
    web::install(&web::folder())?;
    if !web::folder().join(TOOL).exists() {
        return Err("openapi-typescript is missing: it belongs in web/package.json's devDependencies".into());
    }
    // From a fresh description and not from docs/, which a check must not believe.
    let description = target().join("generated/openapi.json");
    shell::write_file(&description, &openapi()?)?;
    let text = Program::new(&node()).arguments([TOOL]).arguments([&description]).folder(&web::folder()).read()?;
    Ok(format!("// Made from docs/openapi.json by `cargo x gen`. Do not edit.\n{text}"))
}

/// The client's own Node where it brings a newer one.
fn node() -> String {
    let own = web::folder().join("node_modules/.bin/node");
    if Path::new(&own).exists() { own.to_string_lossy().into_owned() } else { "node".into() }
}

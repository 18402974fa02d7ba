//! `cargo x run`: from a fresh checkout to a town in the browser.

use crate::arguments::Arguments;
use crate::shell::{self, Program, root, target};
use crate::{Outcome, machine, web};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Instant;

const DEFAULT_PORT: u16 = 8080;

pub fn command(mut arguments: Arguments) -> Outcome {
    let staff = arguments.number::<u32>("--staff")?;
    let port = arguments.number::<u16>("--port")?.unwrap_or(DEFAULT_PORT);
    // Absolute, because the server is started in the root and the person may stand elsewhere.
    let data = arguments.value("--data")?.map_or_else(|| root().join("data/demo"), PathBuf::from);
    let data = std::path::absolute(&data).map_err(|e| format!("{} is no folder: {e}", data.display()))?;
    let fresh = arguments.flag("--fresh");
    arguments.done()?;

    // Before minutes of building, not after.
    let address = format!("127.0.0.1:{port}");
    if TcpListener::bind(&address).is_err() {
        return Err(format!("{address} is in use; choose another with --port {}", port.saturating_add(1)));
    }
    if fresh {
        forget(&data)?;
    }

    step(1, "tools", "道具を確かめています", || machine::node().map(|()| "ready".into()))?;
    step(2, "web client", "画面を作っています", || {
        web::install(&web::folder())?;
        Ok(if web::build()? { "built".into() } else { "already built".into() })
    })?;
    step(
        3,
        "server (the first time takes minutes)",
        "サーバーを作っています（初回は数分かかります）",
        || shell::cargo(["build", "--profile", "quick", "--package", "server"]).run().map(|()| "built".into()),
    )?;
    step(4, "demonstration town", "デモの町を用意しています", || town(&data, staff))?;

    let server = engawa().arguments(["serve", "--listen", &address, "--data"]).arguments([&data]);
    Err(server.become_it())
}

/// One step, announced before and closed with what came of it and how long it took.
fn step(number: u8, english: &str, japanese: &str, work: impl FnOnce() -> Outcome<String>) -> Outcome {
    println!("{number}/4 {english}  {japanese}…");
    let since = Instant::now();
    let came_of_it = work()?;
    println!("    {came_of_it} ({:.1} s)", since.elapsed().as_secs_f64());
    Ok(())
}

fn engawa() -> Program {
    Program::new(&target().join("quick/engawa").to_string_lossy())
}

fn town(data: &Path, staff: Option<u32>) -> Outcome<String> {
    if !is_empty(data) {
        return Ok(match staff {
            None => format!("{} is there already", data.display()),
            Some(_) => format!("{} is there already; --fresh makes a new one of that size", data.display()),
        });
    }
    // Made beside its place and then moved there: half a town, left by Ctrl-C, is never taken for a whole one.
    let making = PathBuf::from(format!("{}.making", data.display()));
    remove(&making)?;
    let mut demo = engawa().arguments(["demo", "--data"]).arguments([&making]);
    if let Some(staff) = staff {
        demo = demo.arguments(["--staff", &staff.to_string()]);
    }
    demo.run()?;
    remove(data)?;
    fs::rename(&making, data).map_err(|e| format!("cannot move the town to {}: {e}", data.display()))?;
    Ok(format!("made in {}", data.display()))
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}

/// Removes an earlier demonstration town; a folder elsewhere may be somebody's real one.
fn forget(data: &Path) -> Outcome {
    let ours = root().join("data");
    let inside = data.canonicalize().is_ok_and(|path| path != ours && path.starts_with(&ours));
    if !inside && !is_empty(data) {
        return Err(format!("--fresh only removes folders in {}; remove {} yourself", ours.display(), data.display()));
    }
    remove(data)
}

fn remove(folder: &Path) -> Outcome {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).map_err(|e| format!("cannot remove {}: {e}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_outside_of_data_is_never_removed() {
        let folder = std::env::temp_dir().join(format!("xtask-real-town-{}", std::process::id()));
        shell::write_file(&folder.join("engawa.db"), "a real town").unwrap();
        assert!(forget(&folder).is_err());
        assert!(folder.join("engawa.db").exists());
        fs::remove_dir_all(&folder).unwrap();
    }
}

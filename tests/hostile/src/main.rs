//! `hostile unpack FILE FOLDER` makes a folder of inputs, as fuzzers want them, from a corpus of lines; `hostile pack FOLDER FILE`
//! adds a folder's inputs to the lines.

use hostile::corpus;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

/// Kept of each target, so that trying all of them takes no time.
const MOST_LINES: usize = 200;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["unpack", file, folder] => unpack(Path::new(file), Path::new(folder)),
        ["pack", folder, file] => pack(Path::new(folder), Path::new(file)),
        _ => Err(io::Error::other("hostile unpack FILE FOLDER, or hostile pack FOLDER FILE")),
    };
    match done {
        Ok(count) => {
            println!("{count} inputs");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("hostile: {error}");
            ExitCode::FAILURE
        }
    }
}

fn unpack(file: &Path, folder: &Path) -> io::Result<usize> {
    fs::create_dir_all(folder)?;
    let lines = fs::read_to_string(file)?;
    for (number, line) in lines.lines().enumerate() {
        let wrong = || io::Error::other(format!("line {} is not written as a corpus is", number + 1));
        fs::write(folder.join(format!("{number:04}")), corpus::read(line).ok_or_else(wrong)?)?;
    }
    Ok(lines.lines().count())
}

/// Adds inputs to the lines that are there, which stay: among them are those that once broke something.
fn pack(folder: &Path, file: &Path) -> io::Result<usize> {
    let kept = fs::read_to_string(file)?;
    let mut lines: Vec<String> = kept.lines().map(str::to_owned).collect();
    let mut fresh = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let line = corpus::written(&fs::read(entry?.path())?);
        fresh.insert((line.len(), line));
    }
    fresh.retain(|(_, line)| !lines.contains(line));
    // Of too many, some of every length.
    let room = MOST_LINES.saturating_sub(lines.len());
    let step = fresh.len().div_ceil(room.max(1)).max(1);
    lines.extend(fresh.into_iter().step_by(step).take(room).map(|(_, line)| line));
    fs::write(file, lines.iter().map(|line| format!("{line}\n")).collect::<String>())?;
    Ok(lines.len())
}

//! The web client's tools: installed when its lock file changed, built when its sources changed.

use crate::shell::{Program, root, target};
use crate::{Outcome, shell};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

pub fn folder() -> PathBuf {
    root().join("web")
}

/// `npm ci` where the installed packages are not those of the lock file. True when there was something to do.
pub fn install(folder: &Path) -> Outcome<bool> {
    let lock = fs::read_to_string(folder.join("package-lock.json"))
        .map_err(|e| format!("cannot read {}/package-lock.json: {e}", folder.display()))?;
    // The lock file itself is the stamp: file times change with every branch, its content only with the packages.
    let stamp = folder.join("node_modules/.installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(false);
    }
    let installed = npm(folder, ["ci", "--no-audit", "--no-fund"])
        // Browsers come from the system: the network of a town, and of our CI, reaches package registries only.
        .variable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .run();
    installed
        .map_err(|failure| format!("{failure}\nIf packages for this machine were not found, try npm 11 or newer."))?;
    shell::write_file(&stamp, &lock)?;
    Ok(true)
}

/// `npm run build` where web/dist is not what the sources make. True when there was something to do.
pub fn build() -> Outcome<bool> {
    let stamp = target().join("web-built-from");
    let sources = fingerprint(&folder())?;
    // Somebody else may have built since from other sources: then dist is younger than our stamp.
    let time = |path: PathBuf| fs::metadata(path).and_then(|file| file.modified()).ok();
    let untouched = match (time(folder().join("dist/index.html")), time(stamp.clone())) {
        (Some(built), Some(stamped)) => built <= stamped,
        _ => false,
    };
    if untouched && fs::read_to_string(&stamp).is_ok_and(|built_from| built_from == sources) {
        return Ok(false);
    }
    npm(&folder(), ["run", "build"]).run()?;
    shell::write_file(&stamp, &sources)?;
    Ok(true)
}

pub fn npm<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Program {
    let program = Program::new("npm").arguments(arguments).folder(folder);
    if shell::wants_colour() { program } else { program.variable("NO_COLOR", "1") }
}

/// A number that changes when a source of the web client is changed, added, renamed or removed.
fn fingerprint(folder: &Path) -> Outcome<String> {
    let mut files = Vec::new();
    collect(folder, &mut files).map_err(|e| format!("cannot read {}: {e}", folder.display()))?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let content = fs::read(&file).map_err(|e| format!("cannot read {}: {e}", file.display()))?;
        (file, content).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let made_by_tools = ["node_modules", "dist"].iter().any(|name| entry.file_name() == *name);
        if entry.file_type()?.is_dir() && !made_by_tools {
            collect(&entry.path(), files)?;
        } else if entry.file_type()?.is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_follows_sources_and_not_what_tools_make() {
        let folder = std::env::temp_dir().join(format!("xtask-fingerprint-{}", std::process::id()));
        let print = |name: &str, text: &str| {
            shell::write_file(&folder.join(name), text).unwrap();
            fingerprint(&folder).unwrap()
        };
        let first = print("src/main.tsx", "1");
        assert_eq!(first, print("dist/index.html", "made"));
        let changed = print("src/main.tsx", "2");
        assert_ne!(first, changed);
        assert_ne!(changed, print("src/more.tsx", ""));
        fs::remove_dir_all(&folder).unwrap();
    }
}

//! The repository's files, and where in it they lie.

use std::fs;
use std::path::{Path, PathBuf};

/// A text file; `path` is relative to the repository's root, with `/`.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    /// A made-up file, for the scanners' own tests.
    pub fn made_up(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("this crate lies two folders deep").to_owned()
}

/// All files with one of the endings, sorted; what tools make or fetch is left out.
pub fn files(endings: &[&str]) -> Vec<File> {
    let wanted = paths().into_iter().filter(|path| endings.iter().any(|ending| path.ends_with(ending)));
    let file = |path: String| match fs::read_to_string(root().join(&path)) {
        Ok(text) => File { path, text },
        Err(error) => panic!("{path} cannot be read: {error}"),
    };
    wanted.map(file).collect()
}

/// The paths of all files, of whatever kind.
pub fn paths() -> Vec<String> {
    let mut found = Vec::new();
    let root = root();
    collect(&root, &mut |path| {
        let inside = path.strip_prefix(&root).expect("collected below the root");
        found.push(inside.to_string_lossy().into_owned());
    });
    found.sort();
    found
}

pub fn read(path: &str) -> Option<String> {
    fs::read_to_string(root().join(path)).ok()
}

/// The names directly inside a folder; none when there is no such folder.
pub fn names_in(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn collect(folder: &Path, found: &mut dyn FnMut(PathBuf)) {
    const MADE: [&str; 6] = ["target", "node_modules", "dist", "data", "results", "playwright-report"];
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())).flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if path.is_file() {
            found(path);
        } else if path.is_dir() && !MADE.contains(&name.as_str()) && !name.starts_with('.') {
            collect(&path, found);
        }
    }
}

/// The tiers, from left to right; a crate knows only what is to its left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    Platform,
    Core,
    Features,
    Gateways,
    Server,
    /// Tools, tests and benchmarks: they may know everything, and nothing may know them.
    Apart,
}

/// The tier and the crate's folder that a path lies in.
pub fn place(path: &str) -> (Tier, &str) {
    let mut parts = path.split('/');
    let tier = match parts.next() {
        Some("platform") => Tier::Platform,
        Some("core") => Tier::Core,
        Some("features") => Tier::Features,
        Some("gateways") => Tier::Gateways,
        Some("server") => return (Tier::Server, "server"),
        Some(other) => return (Tier::Apart, other),
        None => return (Tier::Apart, ""),
    };
    (tier, parts.next().unwrap_or_default())
}

/// Whether a source file is `src/NAME.rs` or lies in `src/NAME/` of its crate.
pub fn is_module(path: &str, name: &str) -> bool {
    let Some((_, inside)) = path.split_once("/src/") else { return false };
    inside == format!("{name}.rs") || inside.starts_with(&format!("{name}/"))
}

#[test]
fn a_path_tells_its_tier_and_crate() {
    assert_eq!(place("features/chat/src/store.rs"), (Tier::Features, "chat"));
    assert_eq!(place("server/src/main.rs"), (Tier::Server, "server"));
    assert_eq!(place("xtask/src/main.rs"), (Tier::Apart, "xtask"));
    assert!(Tier::Platform < Tier::Core && Tier::Gateways < Tier::Server);
    assert!(is_module("features/chat/src/store/reads.rs", "store"));
    assert!(!is_module("features/chat/src/storehouse.rs", "store"));
}

//! The kept inputs, tried again.

use hostile::{TARGETS, corpus};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus")
}

#[test]
fn every_kept_input_keeps_every_promise() {
    for target in TARGETS {
        let file = folder().join(target.name).with_extension("txt");
        let lines = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert!(lines.lines().count() >= 5, "{} has next to no inputs", target.name);
        for (number, line) in lines.lines().enumerate() {
            let input = corpus::read(line).unwrap_or_else(|| panic!("{}:{} cannot be read", target.name, number + 1));
            println!("{}:{}", target.name, number + 1);
            (target.promises)(&input);
        }
    }
}

#[test]
fn every_corpus_belongs_to_a_target() {
    let files = fs::read_dir(folder()).expect("the corpus is there");
    let names = files.map(|file| file.expect("readable").path().file_stem().unwrap_or_default().to_owned());
    let strangers: Vec<_> = names.filter(|name| !TARGETS.iter().any(|target| target.name == name)).collect();
    assert_eq!(strangers, [] as [&str; 0]);
}

#[test]
fn an_input_of_any_bytes_is_one_line_and_comes_back() {
    let all: Vec<u8> = (0..=255).collect();
    for input in [&all[..], "縁側\n\\x41 \u{202e}\u{3000}🎌".as_bytes(), b"", b"\\", b"\r\n"] {
        let line = corpus::written(input);
        assert!(!line.contains(char::is_control));
        assert_eq!(corpus::read(&line).as_deref(), Some(input));
    }
    assert_eq!((corpus::read("\\"), corpus::read("\\x4"), corpus::read("\\q")), (None, None, None));
}

//! Numbers that may only go down. They are in ratchets.json; whoever lowers one writes the new number there.

use crate::manifests::direct_dependencies;
use crate::rust::Source;
use crate::shape::{is_generated, lines};
use crate::tree::{File, files, read};
use serde_json::{Value, json};
use std::cmp::Ordering;

#[test]
fn what_may_only_shrink_has_not_grown() {
    let sources = files(&[".rs", ".ts", ".tsx"]);
    let now = json!({
        "direct dependencies of the workspace": read("Cargo.toml").map_or(0, |manifest| direct_dependencies(&manifest)),
        "exceptions from lints": exceptions(&sources),
        "files over 500 lines": sources.iter().filter(|file| lines(file) > 500 && !is_generated(file)).count(),
    });
    let limits = read("tests/house/ratchets.json").expect("tests/house/ratchets.json is there");
    let limits: Value = serde_json::from_str(&limits).expect("tests/house/ratchets.json is JSON");
    crate::faults::none("see each line", faults(&now, &limits));
}

fn exceptions(sources: &[File]) -> usize {
    let rust = sources.iter().filter(|file| file.path.ends_with(".rs"));
    rust.map(|file| Source::of(&file.text).attributes("expect").len()).sum()
}

fn faults(now: &Value, limits: &Value) -> Vec<String> {
    let numbers = now.as_object().expect("measured as an object").iter();
    numbers
        .filter_map(|(name, number)| {
            let (number, limit) = (number.as_u64()?, limits[name].as_u64().unwrap_or(0));
            match number.cmp(&limit) {
                Ordering::Equal => None,
                Ordering::Greater => Some(format!(
                    "{name}: {number}, and at most {limit} are allowed. Do without the new one; if that is not possible, raise the number \
                    in tests/house/ratchets.json in the same commit and say why in its message"
                )),
                Ordering::Less => Some(format!(
                    "{name}: down to {number} from {limit}. Write {number} into tests/house/ratchets.json, so that it stays there"
                )),
            }
        })
        .collect()
}

#[test]
fn a_ratchet_fails_in_both_directions() {
    let limits = json!({ "a": 2, "b": 2, "c": 2 });
    let faults = faults(&json!({ "a": 1, "b": 2, "c": 3 }), &limits);
    assert_eq!(faults.len(), 2);
    assert!(faults[0].contains("Write 1") && faults[1].contains("at most 2"));
}

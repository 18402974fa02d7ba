//! One shape for every crate of core and features, names that say something, files that fit in a head.

use crate::rust::Source;
use crate::tree::{File, files, names_in};

/// The modules of a feature; each may be a file or, when it has grown, a folder.
const MODULES: [&str; 8] = ["lib", "model", "policy", "store", "service", "events", "http", "jobs"];
const BESIDE: [&str; 5] = ["Cargo.toml", "README.md", "src", "migrations", "tests"];
const SAY_NOTHING: [&str; 8] = ["util", "utils", "helper", "helpers", "common", "types", "manager", "managers"];

/// A file may pass 500 lines for a while (the ratchet counts those); past this it may not.
const MOST_LINES: usize = 700;

const ONE_SHAPE: &str = "a crate in core or features has lib, model, policy, store, service, events, http and jobs in src (a file, or \
a folder of that name), migrations, tests and a README.md of one page. `cargo x new-feature` lays them out; what fits in none of them is \
probably another feature, or belongs in platform.";

#[test]
fn every_crate_of_core_and_features_has_the_one_shape() {
    let mut faults = Vec::new();
    for tier in ["core", "features"] {
        for name in names_in(tier) {
            let folder = format!("{tier}/{name}");
            let found = shape_faults(&folder, &names_in(&folder), &names_in(&format!("{folder}/src")));
            // A folder without a manifest is no crate yet.
            if names_in(&folder).contains(&"Cargo.toml".to_owned()) {
                faults.extend(found);
            }
        }
    }
    crate::faults::none(ONE_SHAPE, faults);
}

#[test]
fn names_of_files_say_what_is_in_them() {
    let sources = files(&[".rs", ".ts", ".tsx"]);
    let faults = sources.iter().filter(|file| says_nothing(&file.path)).map(|file| &file.path);
    crate::faults::none("name the file after the thing in it; two things are two files", faults);
}

#[test]
fn no_file_is_longer_than_700_lines() {
    let long =
        files(&[".rs", ".ts", ".tsx"]).into_iter().filter(|file| lines(file) > MOST_LINES && !is_generated(file));
    let faults = long.map(|file| format!("{} has {} lines", file.path, lines(&file)));
    crate::faults::none("turn the file into a folder of the same name with one file per part of the story", faults);
}

#[test]
fn nothing_is_left_for_later_in_a_comment() {
    let sources = files(&[".rs"]);
    crate::faults::none(
        "do it now, or file an issue: a note in the source is never read again",
        sources.iter().flat_map(notes),
    );
}

#[test]
fn tests_are_sentences() {
    let sources = files(&[".rs"]);
    let what_to_do = "name the test after what is true when it passes, such as `a_withdrawn_notice_is_gone_from_lists`";
    crate::faults::none(what_to_do, sources.iter().flat_map(terse_tests));
}

pub fn lines(file: &File) -> usize {
    file.text.lines().count()
}

/// Written by `cargo x gen`: as long as what it describes.
pub fn is_generated(file: &File) -> bool {
    file.path == "web/src/platform/api/schema.ts"
}

fn shape_faults(folder: &str, beside: &[String], sources: &[String]) -> Vec<String> {
    let strange = beside
        .iter()
        .filter(|name| !BESIDE.contains(&name.as_str()))
        .map(|name| format!("{folder}/{name} is no part of it"));
    let odd = sources.iter().filter(|name| !MODULES.contains(&name.trim_end_matches(".rs")));
    let odd = odd.map(|name| format!("{folder}/src/{name} is no module of the shape"));
    let missing = ["Cargo.toml", "README.md"].into_iter().filter(|needed| !beside.iter().any(|name| name == needed));
    let missing = missing.map(|needed| format!("{folder}/{needed} is missing"));
    strange.chain(odd).chain(missing).collect()
}

fn says_nothing(path: &str) -> bool {
    path.split('/').any(|part| SAY_NOTHING.contains(&part.split('.').next().unwrap_or(part)))
}

/// Tests with names of one or two words.
fn terse_tests(file: &File) -> Vec<String> {
    let source = Source::of(&file.text);
    let mut after_attribute = false;
    let mut terse = Vec::new();
    for (index, line) in source.code.lines().enumerate() {
        let line = line.trim();
        after_attribute |= line == "#[test]" || line.starts_with("#[") && line.contains("::test");
        let Some((_, rest)) = line.split_once("fn ").filter(|_| after_attribute) else { continue };
        after_attribute = false;
        let name = rest.split(['(', '<']).next().unwrap_or(rest);
        if name.split('_').count() < 3 {
            terse.push(format!("{}:{} {name}", file.path, index + 1));
        }
    }
    terse
}

fn notes(file: &File) -> Vec<String> {
    let comments = Source::of(&file.text).comments.into_iter();
    // Put together, so that this file does not find itself.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    let left = comments.filter(|comment| marks.iter().any(|mark| comment.text.contains(mark)));
    left.map(|comment| format!("{}:{} {}", file.path, comment.line, comment.text.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &str) -> Vec<String> {
        list.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_folder_in_place_of_a_file_is_fine_and_a_ninth_module_is_not() {
        let beside = names("Cargo.toml README.md src migrations");
        assert_eq!(shape_faults("features/a", &beside, &names("lib.rs store")), [] as [&str; 0]);
        assert_eq!(shape_faults("features/a", &beside, &names("lib.rs cache.rs")).len(), 1);
        assert_eq!(shape_faults("features/a", &names("Cargo.toml src notes"), &names("lib.rs")).len(), 2);
    }

    #[test]
    fn names_that_say_nothing_are_found_in_files_and_folders() {
        assert!(says_nothing("web/src/design/utils.ts") && says_nothing("core/a/src/common/mod.rs"));
        assert!(!says_nothing("web/src/design/typescale.ts"));
    }

    #[test]
    fn tests_with_a_label_for_a_name_are_found() {
        let text = "#[test]\nfn publish() {}\n#[tokio::test]\nasync fn works_fine() {}\n#[test]\nfn a_notice_is_published() {}\nfn helper() {}";
        assert_eq!(terse_tests(&File::made_up("a.rs", text)), ["a.rs:2 publish", "a.rs:4 works_fine"]);
    }

    #[test]
    fn notes_for_later_are_found_in_comments_only() {
        let mark = concat!("TO", "DO");
        assert_eq!(notes(&File::made_up("a.rs", &format!("// {mark}: later"))).len(), 1);
        assert_eq!(notes(&File::made_up("a.rs", &format!("let list = \"{mark}\";"))).len(), 0);
    }
}

//! `cargo x new-feature`: a feature in the one shape that all features have.

use crate::arguments::Arguments;
use crate::shell::{cargo, root, write_file};
use crate::{Outcome, shell};
use std::fs;
use std::path::{Path, PathBuf};

/// What is laid and where; `{{feature}}`, `{{camel}}`, `{{Noun}}` and `{{noun}}` stand for the names, in paths too.
const FILES: [(&str, &str); 20] = [
    ("features/{{feature}}/Cargo.toml", include_str!("../templates/server/Cargo.toml.txt")),
    ("features/{{feature}}/README.md", include_str!("../templates/server/README.md.txt")),
    (
        "features/{{feature}}/migrations/0001_{{feature}}.sql",
        include_str!("../templates/server/migrations/0001_feature.sql.txt"),
    ),
    ("features/{{feature}}/src/lib.rs", include_str!("../templates/server/src/lib.rs.txt")),
    ("features/{{feature}}/src/model.rs", include_str!("../templates/server/src/model.rs.txt")),
    ("features/{{feature}}/src/policy.rs", include_str!("../templates/server/src/policy.rs.txt")),
    ("features/{{feature}}/src/store.rs", include_str!("../templates/server/src/store.rs.txt")),
    ("features/{{feature}}/src/service.rs", include_str!("../templates/server/src/service.rs.txt")),
    ("features/{{feature}}/src/events.rs", include_str!("../templates/server/src/events.rs.txt")),
    ("features/{{feature}}/src/http.rs", include_str!("../templates/server/src/http.rs.txt")),
    ("features/{{feature}}/src/jobs.rs", include_str!("../templates/server/src/jobs.rs.txt")),
    ("features/{{feature}}/tests/stories.rs", include_str!("../templates/server/tests/stories.rs.txt")),
    ("web/src/features/{{feature}}/model.ts", include_str!("../templates/web/model.ts.txt")),
    ("web/src/features/{{feature}}/api.ts", include_str!("../templates/web/api.ts.txt")),
    ("web/src/features/{{feature}}/sync.ts", include_str!("../templates/web/sync.ts.txt")),
    ("web/src/features/{{feature}}/sync.test.ts", include_str!("../templates/web/sync.test.ts.txt")),
    ("web/src/features/{{feature}}/routes.tsx", include_str!("../templates/web/routes.tsx.txt")),
    ("web/src/features/{{feature}}/ui/{{Noun}}List.tsx", include_str!("../templates/web/ui/List.tsx.txt")),
    ("web/src/features/{{feature}}/text.ts", include_str!("../templates/web/text.ts.txt")),
    ("web/src/features/{{feature}}/text.en.ts", include_str!("../templates/web/text.en.ts.txt")),
];

/// A comment with this mark is followed by a pattern; the new feature's line goes above it.
const MARK: &str = "cargo x new-feature:";

pub fn command(mut arguments: Arguments) -> Outcome {
    let given = arguments.word().ok_or("new-feature needs a name: a plural noun such as `notices`")?;
    arguments.done()?;
    let name = Name::of(&given)?;
    lay(&root(), &name)?;
    // Lines are as long as the names in them, so only now can they be broken where rustfmt would.
    cargo(["fmt", "--package", &name.feature]).run()?;
    println!("features/{0} and web/src/features/{0} are laid. Next:", name.feature);
    println!("  1. write features/{}/README.md: what it is for, in whose words", name.feature);
    println!("  2. cargo x test {}", name.feature);
    println!("  3. add the terms to docs/glossary.md");
    Ok(())
}

/// The names of a feature and of the thing it is about.
#[derive(Debug, PartialEq)]
struct Name {
    feature: String,
    noun: String,
}

impl Name {
    fn of(feature: &str) -> Outcome<Name> {
        let is_fine = feature.len() >= 3
            && feature.starts_with(|c: char| c.is_ascii_lowercase())
            && feature.chars().all(|c| c.is_ascii_lowercase() || c == '_')
            && !feature.ends_with('_')
            && !feature.contains("__");
        if !is_fine {
            return Err(format!(
                "'{feature}' is no name for a feature: lower-case English words with _ between, a plural noun"
            ));
        }
        // What it would be confused with: crates that everybody has, and names that say nothing.
        const TAKEN: [&str; 10] =
            ["std", "core", "alloc", "test", "server", "utils", "helpers", "common", "types", "manager"];
        if TAKEN.contains(&feature) {
            return Err(format!("a feature cannot be called '{feature}'"));
        }
        Ok(Name { feature: feature.to_owned(), noun: singular(feature) })
    }

    fn fill(&self, template: &str) -> String {
        let feature_type = pascal(&self.feature);
        let camel = feature_type[..1].to_lowercase() + &feature_type[1..];
        let names = [
            ("{{feature}}", self.feature.as_str()),
            ("{{camel}}", &camel),
            ("{{noun}}", &self.noun),
            ("{{Noun}}", &pascal(&self.noun)),
        ];
        names.iter().fold(template.to_owned(), |text, (place, name)| text.replace(place, name))
    }
}

/// `safety_check` as a type is named: `SafetyCheck`.
fn pascal(name: &str) -> String {
    name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

/// English enough for names: `surveys` is about a `survey`, `diaries` about a `diary`, `safety` about a `safety`.
fn singular(plural: &str) -> String {
    match plural.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => plural.strip_suffix('s').filter(|stem| !stem.ends_with('s')).unwrap_or(plural).to_owned(),
    }
}

fn lay(root: &Path, name: &Name) -> Outcome {
    let feature = &name.feature;
    for tier in ["platform", "core", "features", "gateways", "web/src/features"] {
        if root.join(tier).join(feature).exists() {
            return Err(format!("{tier}/{feature} is there already"));
        }
    }
    // Everything is worked out before anything is written: a feature is laid whole or not at all.
    let manifest = read(&root.join("Cargo.toml"))?;
    let mut changes = vec![(root.join("Cargo.toml"), with_member(&manifest, feature)?)];
    let mut marked = Vec::new();
    for folder in ["server", "web/src/app"] {
        find_marked(&root.join(folder), &mut marked);
    }
    if marked.is_empty() {
        return Err(format!("no file in server/ has a comment '{MARK} …' that says what to add for a feature"));
    }
    changes.extend(marked.into_iter().map(|(path, text)| (path, with_marked_lines(&text, name))));
    for (path, template) in FILES {
        changes.push((root.join(name.fill(path)), name.fill(template)));
    }
    changes.iter().try_for_each(|(path, text)| write_file(path, text))
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", path.display()))
}

/// Adds the crate to the workspace's members and to its list of our own crates, after the last feature there.
fn with_member(manifest: &str, feature: &str) -> Outcome<String> {
    let inserted = || {
        let list = manifest.find("members = [")?;
        let list_end = list + manifest[list..].find(']')?;
        let last = list + manifest[list..list_end].rfind("\"features/")?;
        let end = last + 1 + manifest[last + 1..].find('"')? + 1;
        let is_one_a_line = manifest[..last].trim_end_matches(' ').ends_with('\n');
        let separator = if is_one_a_line { "\n    " } else { " " };
        let manifest = format!("{},{separator}\"features/{feature}\"{}", &manifest[..end], &manifest[end..]);
        let mut lines: Vec<&str> = manifest.lines().collect();
        let last = lines.iter().rposition(|line| line.contains("= { path = \"features/"))?;
        let dependency = format!("{feature} = {{ path = \"features/{feature}\" }}");
        lines.insert(last + 1, &dependency);
        Some(lines.join("\n") + "\n")
    };
    inserted().ok_or_else(|| "Cargo.toml lists no feature after which another could stand".into())
}

/// The files below a folder that have a marked comment, with their text.
fn find_marked(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            find_marked(&path, found);
        } else if let Ok(text) = fs::read_to_string(&path)
            && text.contains(MARK)
        {
            found.push((path, text));
        }
    }
}

/// Above each marked comment, its pattern with the feature's names, indented like the comment.
fn with_marked_lines(text: &str, name: &Name) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        if let Some((before, pattern)) = line.split_once(MARK) {
            let indent = &line[..before.len() - before.trim_start().len()];
            lines.push(format!("{indent}{}", name.fill(pattern.trim())));
        }
        lines.push(line.to_owned());
    }
    lines.join("\n") + "\n"
}

/// Lays a feature in a copy of the repository and runs its tests and the house rules there, so that the templates never rot.
pub fn prove(test_variables: &[(&str, String)]) -> Outcome {
    let copy = shell::target().join("new-feature");
    fs::remove_dir_all(&copy).ok();
    copy_tree(&root(), &copy).map_err(|e| format!("cannot copy the repository: {e}"))?;
    lay(&copy, &Name::of("circulars")?)?;
    let target = shell::target();
    let run = |arguments: &[&str]| {
        let program = cargo(arguments.iter().copied()).folder(&copy).variable("CARGO_TARGET_DIR", &target);
        test_variables.iter().fold(program, |program, (name, value)| program.variable(name, value)).run()
    };
    run(&["fmt", "--package", "circulars"])?;
    run(&["clippy", "--quiet", "--package", "circulars", "--all-targets", "--", "--deny", "warnings"])?;
    run(&["test", "--quiet", "--package", "circulars", "--package", "house"])?;
    fs::remove_dir_all(&copy).map_err(|e| format!("cannot remove {}: {e}", copy.display()))
}

fn copy_tree(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let left_out = ["target", "node_modules", ".git", "data"].iter().any(|left_out| name == *left_out);
        if entry.file_type()?.is_dir() && !left_out {
            copy_tree(&entry.path(), &to.join(name))?;
        } else if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_is_named_by_a_plural_noun_and_its_thing_by_the_singular() {
        for (feature, noun, type_name) in [
            ("notices", "notice", "Notice"),
            ("diaries", "diary", "Diary"),
            ("safety_checks", "safety_check", "SafetyCheck"),
            ("address", "address", "Address"),
            ("chat", "chat", "Chat"),
        ] {
            let name = Name::of(feature).unwrap();
            assert_eq!((name.noun.as_str(), pascal(&name.noun).as_str()), (noun, type_name));
        }
    }

    #[test]
    fn names_that_are_none_or_say_nothing_are_refused() {
        for bad in ["", "ab", "Notices", "お知らせ", "9lives", "a-b-c", "notices_", "a__b", "../x", "utils", "server"]
        {
            assert!(Name::of(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_workspace_lists_the_feature_after_the_last_one_however_it_is_laid_out() {
        let own = "chat = { path = \"features/chat\" }\nslack = { path = \"gateways/slack\" }\n";
        let with_own = "chat = { path = \"features/chat\" }\npolls = { path = \"features/polls\" }\nslack = { path = \"gateways/slack\" }\n";
        for (members, expected) in [
            (
                "members = [\"core/a\", \"features/chat\", \"server\"]\n",
                "members = [\"core/a\", \"features/chat\", \"features/polls\", \"server\"]\n",
            ),
            (
                "members = [\n    \"features/chat\",\n    \"server\",\n]\n",
                "members = [\n    \"features/chat\",\n    \"features/polls\",\n    \"server\",\n]\n",
            ),
        ] {
            assert_eq!(with_member(&format!("{members}{own}"), "polls"), Ok(format!("{expected}{with_own}")));
        }
        assert!(with_member("members = []\n", "polls").is_err());
    }

    #[test]
    fn a_marked_comment_says_what_to_add_above_it() {
        let name = Name::of("polls").unwrap();
        let text = "fn all() {\n    routes()\n    // cargo x new-feature: .and({{feature}}::http::routes())\n}\n";
        let expected = "fn all() {\n    routes()\n    .and(polls::http::routes())\n    // cargo x new-feature: .and({{feature}}::http::routes())\n}\n";
        assert_eq!(with_marked_lines(text, &name), expected);
    }

    #[test]
    fn templates_leave_no_place_unfilled() {
        let name = Name::of("notices").unwrap();
        for (path, template) in FILES {
            let (path, text) = (name.fill(path), name.fill(template));
            assert!(!path.contains("{{") && !text.contains("{{"), "{path}");
        }
    }
}

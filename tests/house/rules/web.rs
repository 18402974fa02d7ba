//! The web client mirrors the server: the same feature names, one shape, features apart.

use crate::tree::{File, files, names_in, paths, root};

/// Each may be a file or, when it has grown, a folder; beside what mirrors model.rs, http.rs and events.rs there is what a client
/// has of its own: rows kept on the device, what a person can do, pages, words, components.
const MODULES: [&str; 9] = ["model", "api", "sync", "contract", "store", "actions", "routes", "text", "ui"];

#[test]
fn every_web_feature_has_a_crate_of_the_same_name() {
    let without = names_in("web/src/features")
        .into_iter()
        .filter(|name| !["features", "core", "gateways"].iter().any(|tier| root().join(tier).join(name).is_dir()));
    crate::faults::none(
        "name web/src/features/… after the crate in features/, core/ or gateways/ that it shows",
        without,
    );
}

#[test]
fn every_web_feature_has_the_one_shape() {
    let what_to_do = "a web feature has model, api, sync, store, actions, routes and text (.ts or .tsx, or a folder of that name), their tests \
    beside them, and components in ui/";
    crate::faults::none(what_to_do, paths().into_iter().filter(|path| is_out_of_shape(path)));
}

#[test]
fn web_features_do_not_import_each_other() {
    let what_to_do = "let app/ bring them together, or move what both need to platform/ or design/";
    crate::faults::none(what_to_do, files(&[".ts", ".tsx"]).iter().flat_map(cross_imports));
}

/// The feature that a path lies in, and the path inside it.
fn feature(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix("web/src/features/")?.split_once('/')
}

fn is_out_of_shape(path: &str) -> bool {
    let Some((_, inside)) = feature(path) else { return false };
    !MODULES.contains(&inside.split(['/', '.']).next().unwrap_or(inside))
}

fn cross_imports(file: &File) -> Vec<String> {
    let Some((own, _)) = feature(&file.path) else { return Vec::new() };
    let imports = file.text.lines().flat_map(imported);
    let others = imports.filter(|target| imported_feature(&file.path, target).is_some_and(|other| other != own));
    others.map(|target| format!("{} imports {target}", file.path)).collect()
}

/// What a line imports: `… from "x"`, `import "x"`, `import("x")`.
fn imported(line: &str) -> Vec<&str> {
    let starts = ["from ", "import ", "import("];
    let quoted = |rest: &'static str| line.match_indices(rest).map(move |(at, word)| &line[at + word.len()..]);
    let after = starts.into_iter().flat_map(quoted);
    after
        .filter_map(|rest| {
            let quote = rest.chars().next().filter(|c| ['"', '\''].contains(c))?;
            rest[1..].split_once(quote).map(|(target, _)| target)
        })
        .collect()
}

fn imported_feature(from: &str, target: &str) -> Option<String> {
    if !target.starts_with('.') {
        return target.split_once("features/").map(|(_, rest)| rest.split('/').next().unwrap_or(rest).to_owned());
    }
    let mut path: Vec<&str> = from.split('/').collect();
    path.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => drop(path.pop()),
            name => path.push(name),
        }
    }
    let path = path.join("/");
    let inside = path.strip_prefix("web/src/features/")?;
    Some(inside.split('/').next().unwrap_or(inside).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        cross_imports(&File::made_up("web/src/features/chat/ui/timeline.tsx", text)).len()
    }

    #[test]
    fn imports_of_another_feature_are_found_however_written() {
        assert_eq!(found("import { x } from \"../../notices/model\";"), 1);
        assert_eq!(found("import { x } from '@/features/notices/model';"), 1);
        assert_eq!(found("const x = await import(\"../../notices/routes\");"), 1);
        assert_eq!(found("import \"../../../features/notices/ui/a.css\";"), 1);
    }

    #[test]
    fn imports_of_oneself_and_of_what_lies_left_are_fine() {
        assert_eq!(
            found(
                "import { x } from \"../model\";\nimport { y } from \"../../../platform/live\";\nimport { z } from \"react\";"
            ),
            0
        );
    }

    #[test]
    fn a_file_that_has_no_place_in_the_shape_is_found() {
        assert!(is_out_of_shape("web/src/features/chat/hooks.ts"));
        assert!(is_out_of_shape("web/src/features/chat/widgets/a.tsx"));
        assert!(!is_out_of_shape("web/src/features/chat/model.test.ts"));
        assert!(!is_out_of_shape("web/src/features/chat/sync/backlog.ts"));
        assert!(!is_out_of_shape("web/src/features/chat/ui/a.tsx"));
        assert!(!is_out_of_shape("web/src/design/a.tsx"));
    }
}

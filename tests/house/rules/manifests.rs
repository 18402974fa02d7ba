//! Manifests: every crate inherits the workspace's settings and lints, every dependency has its reason, every exception too.

use crate::metadata::{Package, members};
use crate::rust::Source;
use crate::tree::{File, files, read};

#[test]
fn every_crate_inherits_the_workspaces_settings() {
    let what_to_do = "copy the head and the [lints] of another crate's Cargo.toml: edition, rust-version and license \
    `.workspace = true`, publish = false, [lints] workspace = true";
    crate::faults::none(what_to_do, members().flat_map(setting_faults));
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = read("Cargo.toml").expect("the workspace has a manifest");
    crate::faults::none("say in a comment on the dependency's line what we need it for", unexplained(&manifest));
}

#[test]
fn every_version_is_chosen_in_the_workspace() {
    let manifests = files(&["Cargo.toml"]).into_iter().filter(|file| file.path != "Cargo.toml");
    let faults = manifests.flat_map(|file| own_versions(&file));
    crate::faults::none(
        "add the dependency to [workspace.dependencies] and write `name.workspace = true` here",
        faults,
    );
}

#[test]
fn exceptions_from_lints_expect_and_explain() {
    let what_to_do = "repair what the lint found; else #[expect(lint, reason = \"…\")], which also tells when it is no longer needed";
    crate::faults::none(what_to_do, files(&[".rs"]).iter().flat_map(lint_exceptions));
}

fn setting_faults(member: &Package) -> Vec<String> {
    let folder = member.folder.clone().unwrap_or_default();
    let manifest = read(&format!("{folder}/Cargo.toml")).unwrap_or_default();
    let wrong = [
        (member.edition != "2024", "its edition is not 2024"),
        (member.rust_version.is_none(), "it has no rust-version"),
        (member.licence.as_deref() != Some("Apache-2.0"), "its licence is not the workspace's"),
        (member.may_be_published, "it could be published"),
        (!inherits_lints(&manifest), "it does not inherit the lints"),
    ];
    wrong.into_iter().filter(|(is_wrong, _)| *is_wrong).map(|(_, what)| format!("{folder}: {what}")).collect()
}

fn inherits_lints(manifest: &str) -> bool {
    section(manifest, "lints").any(|(_, line)| line.replace(' ', "") == "workspace=true")
}

/// The lines of a section with their numbers, without blank lines and comments.
fn section<'a>(manifest: &'a str, name: &str) -> impl Iterator<Item = (usize, &'a str)> {
    let heading = format!("[{name}]");
    let lines = manifest.lines().enumerate().skip_while(move |(_, line)| line.trim() != heading).skip(1);
    let inside = lines.take_while(|(_, line)| !line.trim_start().starts_with('['));
    inside
        .filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
        .map(|(at, line)| (at + 1, line))
}

fn unexplained(manifest: &str) -> Vec<String> {
    let entries =
        section(manifest, "workspace.dependencies").filter(|(_, line)| line.contains('=') && !line.contains("path ="));
    let silent = entries.filter(|(_, line)| line.split_once(" # ").is_none_or(|(_, reason)| reason.trim().len() < 5));
    silent.map(|(number, line)| format!("Cargo.toml:{number} {}", line.trim())).collect()
}

/// How many dependencies from outside the workspace takes.
pub fn direct_dependencies(manifest: &str) -> usize {
    section(manifest, "workspace.dependencies")
        .filter(|(_, line)| line.contains('=') && !line.contains("path ="))
        .count()
}

fn own_versions(manifest: &File) -> Vec<String> {
    let sections = ["dependencies", "dev-dependencies", "build-dependencies"];
    let entries = sections.iter().flat_map(|name| section(&manifest.text, name));
    let own = entries.filter(|(_, line)| !line.replace(' ', "").contains("workspace=true"));
    own.map(|(number, line)| format!("{}:{number} {}", manifest.path, line.trim())).collect()
}

fn lint_exceptions(file: &File) -> Vec<String> {
    let source = Source::of(&file.text);
    let allowed = source.attributes("allow").into_iter().map(|found| (found.line, "allows without expecting"));
    let silent = source.attributes("expect").into_iter().filter(|found| !found.text.contains("reason ="));
    let faults = allowed.chain(silent.map(|found| (found.line, "expects without a reason")));
    faults.map(|(line, what)| format!("{}:{line} {what}", file.path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let manifest = "[workspace.dependencies]\n# Ours.\nkernel = { path = \"platform/kernel\" }\nserde = \"1\" # wire format\njiff = \"0.2\"\n\n[profile.dev]\ndebug = 1\n";
        assert_eq!(unexplained(manifest), ["Cargo.toml:5 jiff = \"0.2\""]);
        assert_eq!(direct_dependencies(manifest), 2);
    }

    #[test]
    fn a_version_outside_of_the_workspaces_list_is_found() {
        let text = "[dependencies]\nserde.workspace = true\ntokio = { workspace = true, features = [\"net\"] }\nrand = \"0.9\"\n[lints]\nworkspace = true\n";
        assert_eq!(own_versions(&File::made_up("core/a/Cargo.toml", text)), ["core/a/Cargo.toml:4 rand = \"0.9\""]);
        assert!(inherits_lints(text) && !inherits_lints("[dependencies]\nworkspace = true\n"));
    }

    #[test]
    fn silent_exceptions_are_found() {
        let text =
            "#[allow(dead_code)]\n#[expect(unused)]\n#[expect(unused, reason = \"why\")]\nfn f() { a.expect(\"b\") }";
        assert_eq!(lint_exceptions(&File::made_up("a.rs", text)).len(), 2);
    }
}

//! What cargo says about the workspace.

use crate::tree::root;
use serde_json::Value;
use std::process::Command;
use std::sync::OnceLock;

/// A crate of this workspace or from the registry.
pub struct Package {
    pub name: String,
    /// Relative to the root; only for our own.
    pub folder: Option<String>,
    pub edition: String,
    pub licence: Option<String>,
    pub rust_version: Option<String>,
    pub may_be_published: bool,
    pub dependencies: Vec<Dependency>,
}

#[derive(Clone)]
pub struct Dependency {
    pub name: String,
    pub is_ours: bool,
    pub only_for_tests: bool,
}

/// Every package that is built into something here on this kind of machine.
pub fn packages() -> &'static [Package] {
    static PACKAGES: OnceLock<Vec<Package>> = OnceLock::new();
    PACKAGES.get_or_init(read)
}

/// Our own.
pub fn members() -> impl Iterator<Item = &'static Package> {
    packages().iter().filter(|package| package.folder.is_some())
}

fn read() -> Vec<Package> {
    // Without the filter cargo wants the packages of every operating system, and a machine without a network lacks them.
    let metadata =
        run("cargo", env!("CARGO"), &["metadata", "--format-version=1", "--locked", "--filter-platform", &host()]);
    let metadata: Value = serde_json::from_str(&metadata).expect("cargo metadata prints JSON");
    list(&metadata["packages"]).iter().map(package).collect()
}

fn host() -> String {
    let version = run("rustc", "rustc", &["-vV"]);
    version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc -vV names its host").to_owned()
}

fn run(name: &str, program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(root()).output();
    let output = output.unwrap_or_else(|error| panic!("{name} cannot be started: {error}"));
    assert!(output.status.success(), "{name} failed: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn package(value: &Value) -> Package {
    let manifest = text(&value["manifest_path"]).unwrap_or_default();
    let folder =
        manifest.strip_prefix(&format!("{}/", root().display())).and_then(|path| path.strip_suffix("/Cargo.toml"));
    let is_ours = value["source"].is_null();
    Package {
        name: text(&value["name"]).unwrap_or_default(),
        folder: folder.filter(|_| is_ours).map(str::to_owned),
        edition: text(&value["edition"]).unwrap_or_default(),
        licence: text(&value["license"]),
        rust_version: text(&value["rust_version"]),
        may_be_published: value["publish"].is_null(),
        dependencies: list(&value["dependencies"]).iter().map(dependency).collect(),
    }
}

fn dependency(value: &Value) -> Dependency {
    Dependency {
        name: text(&value["name"]).unwrap_or_default(),
        is_ours: !value["path"].is_null(),
        only_for_tests: value["kind"] == "dev",
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn cargo_knows_this_crate_and_its_dependency() {
    let house = members().find(|package| package.name == "house").expect("this crate is a member");
    assert_eq!(house.folder.as_deref(), Some("tests/house"));
    assert!(house.dependencies.iter().any(|dependency| dependency.name == "serde_json" && dependency.only_for_tests));
    assert!(packages().iter().any(|package| package.name == "serde_json" && package.folder.is_none()));
}

//! What only one place may do: grant a permission, read the environment, name the HTTP framework, name the SQL drivers.

use crate::metadata::{Dependency, members};
use crate::rust::Source;
use crate::tree::{File, files, is_module};

/// A word that is spoken behind one door only.
struct Door {
    words: &'static [&'static str],
    is_open_to: fn(&str) -> bool,
    what_to_do: &'static str,
}

const GRANTING: Door = Door {
    words: &["::granted"],
    is_open_to: |path| is_module(path, "policy") || path.starts_with("platform/kernel/"),
    what_to_do: "write a may_… function in the crate's policy.rs that decides and grants; pass its May on",
};

const ENVIRONMENT: Door = Door {
    words: &["env::var", "env::var_os", "env::vars", "env::vars_os", "env::set_var", "env::remove_var", "use std::env"],
    is_open_to: |path| {
        is_module(path, "config") && path.starts_with("server/")
            || ["xtask/", "bench/", "tests/", "platform/testkit/"].iter().any(|folder| path.starts_with(folder))
            || path.ends_with("/build.rs")
            || path.contains("/tests/")
    },
    what_to_do: "read it in server/src/config.rs and pass the value in",
};

const FRAMEWORK: Door = Door {
    words: &["axum", "hyper", "hyper_util", "tower", "tower_http", "tungstenite", "tokio_tungstenite"],
    is_open_to: |path| path.starts_with("platform/web/") || is_for_tests(path),
    what_to_do: "use what platform/web offers; what is missing there is added there, in its own words",
};

const DRIVERS: Door = Door {
    words: &["rusqlite", "libsqlite3_sys", "tokio_postgres", "sqlx"],
    is_open_to: |path| path.starts_with("platform/db/") || path.starts_with("platform/testkit/"),
    what_to_do: "use db::Conn and db::Tx; what is missing there is added there, for both engines",
};

#[test]
fn only_policies_grant_permissions() {
    stays_shut(&GRANTING);
}

#[test]
fn only_the_servers_configuration_reads_the_environment() {
    stays_shut(&ENVIRONMENT);
}

#[test]
fn only_platform_web_knows_the_http_framework() {
    stays_shut(&FRAMEWORK);
    let crates = ["axum", "hyper", "hyper-util", "tower", "tower-http"];
    // A test may talk to the server as a stranger would.
    let shipped = dependents(&crates).filter(|(_, dependency)| !dependency.only_for_tests);
    let outside = shipped.filter(|(folder, _)| *folder != "platform/web" && !is_for_tests(&format!("{folder}/")));
    crate::faults::none(
        FRAMEWORK.what_to_do,
        outside.map(|(folder, dependency)| format!("{folder} depends on {}", dependency.name)),
    );
}

#[test]
fn only_platform_db_knows_the_sql_drivers() {
    stays_shut(&DRIVERS);
    let crates = ["rusqlite", "postgres", "tokio-postgres", "libsqlite3-sys", "sqlx"];
    let outside = dependents(&crates).filter(|(folder, _)| !(DRIVERS.is_open_to)(&format!("{folder}/")));
    crate::faults::none(
        DRIVERS.what_to_do,
        outside.map(|(folder, dependency)| format!("{folder} depends on {}", dependency.name)),
    );
}

/// Our crates' folders that depend on one of these.
fn dependents(crates: &[&str]) -> impl Iterator<Item = (&'static str, &'static Dependency)> {
    let uses = members().flat_map(|member| {
        member.dependencies.iter().map(|dependency| (member.folder.as_deref().unwrap_or_default(), dependency))
    });
    uses.filter(|(_, dependency)| crates.contains(&dependency.name.as_str()))
}

fn is_for_tests(path: &str) -> bool {
    path.contains("/tests/") || ["tests/", "bench/", "platform/testkit/"].iter().any(|folder| path.starts_with(folder))
}

fn stays_shut(door: &Door) {
    crate::faults::none(door.what_to_do, files(&[".rs"]).iter().flat_map(|file| intruders(door, file)));
}

fn intruders(door: &Door, file: &File) -> Vec<String> {
    if (door.is_open_to)(&file.path) {
        return Vec::new();
    }
    let source = Source::of(&file.text);
    let lines = door.words.iter().flat_map(|word| source.lines_with(word).into_iter().map(move |line| (line, word)));
    lines.map(|(line, word)| format!("{}:{line} says {word}", file.path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(door: &Door, path: &str, text: &str) -> usize {
        intruders(door, &File::made_up(path, text)).len()
    }

    #[test]
    fn a_grant_outside_of_a_policy_is_found() {
        let text = "May::granted(notice)";
        assert_eq!(found(&GRANTING, "features/a/src/service.rs", text), 1);
        assert_eq!(found(&GRANTING, "features/a/src/service.rs", "May::<Edit, Notice>::granted(notice)"), 1);
        assert_eq!(found(&GRANTING, "features/a/src/policy/edit.rs", text), 0);
    }

    #[test]
    fn reading_the_environment_elsewhere_is_found() {
        assert_eq!(found(&ENVIRONMENT, "server/src/main.rs", "let a = std::env::var(\"A\");"), 1);
        assert_eq!(found(&ENVIRONMENT, "platform/db/src/lib.rs", "use std::env;"), 1);
        assert_eq!(found(&ENVIRONMENT, "server/src/config.rs", "std::env::var(\"A\")"), 0);
        assert_eq!(found(&ENVIRONMENT, "server/src/main.rs", "std::env::args()"), 0);
    }

    #[test]
    fn frameworks_and_drivers_are_found_outside_of_their_crates() {
        assert_eq!(found(&FRAMEWORK, "features/a/src/http.rs", "use axum::Router;"), 1);
        assert_eq!(found(&FRAMEWORK, "platform/web/src/lib.rs", "use axum::Router;"), 0);
        assert_eq!(found(&DRIVERS, "features/a/src/store.rs", "use tokio_postgres::Client;"), 1);
        assert_eq!(found(&DRIVERS, "features/a/src/store.rs", "fn postgres() {} // rusqlite"), 0);
    }
}

//! Everything we build in may be given on by a town that runs us, under terms that ask for no more than to be named.

use crate::metadata::packages;
use crate::tree::read;
use serde_json::Value;

const ALLOWED: [&str; 18] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Zlib",
    "MPL-2.0",
    "CC0-1.0",
    "BSL-1.0",
    "Unlicense",
    "0BSD",
    "OFL-1.1",
    "OpenSSL",
    "CDLA-Permissive-2.0",
];

const WHAT_TO_DO: &str = "choose another library. A licence that asks for no more than the ones in tests/house/rules/licences.rs can be \
added there, with a decision record";

#[test]
fn every_rust_dependency_may_be_given_on() {
    let theirs = packages().iter().filter(|package| package.folder.is_none());
    let faults = theirs.filter(|package| !package.licence.as_deref().is_some_and(is_allowed));
    crate::faults::none(
        WHAT_TO_DO,
        faults.map(|package| format!("{} ({})", package.name, package.licence.as_deref().unwrap_or("none given"))),
    );
}

#[test]
fn everything_in_the_web_client_may_be_given_on() {
    // Not there in a checkout of the server alone.
    if let Some(lock) = read("web/package-lock.json") {
        crate::faults::none(WHAT_TO_DO, web_faults(&serde_json::from_str(&lock).expect("npm's lock file is JSON")));
    }
}

/// An SPDX expression: OR lets us choose, AND binds us to both. A slash is OR as older crates write it.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let allowed = either(&mut rest);
    allowed && rest.is_empty()
}

fn either(words: &mut &[&str]) -> bool {
    let mut allowed = both(words);
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        allowed |= both(words);
    }
    allowed
}

fn both(words: &mut &[&str]) -> bool {
    let mut allowed = one(words);
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        allowed &= one(words);
    }
    allowed
}

fn one(words: &mut &[&str]) -> bool {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let allowed = either(words);
            let [")", rest @ ..] = *words else { return false };
            *words = rest;
            allowed
        }
        // An exception only ever gives more rights.
        [licence, "WITH", _, rest @ ..] | [licence, rest @ ..] => {
            *words = rest;
            ALLOWED.contains(licence)
        }
        [] => false,
    }
}

/// What is shipped: the production packages and, because the bundler also takes fonts, tokens and emoji from them, everything that
/// package.json names itself. The tools' own dependencies stay on the developer's machine.
fn web_faults(lock: &Value) -> Vec<String> {
    let Some(packages) = lock["packages"].as_object() else {
        return vec!["web/package-lock.json lists no packages".into()];
    };
    let own = &lock["packages"][""];
    let named = |path: &str| {
        let name = path.trim_start_matches("node_modules/");
        ["dependencies", "devDependencies"].iter().any(|section| own[section].get(name).is_some())
    };
    let shipped = packages.iter().filter(|(path, package)| !path.is_empty() && (package["dev"] != true || named(path)));
    let faults = shipped.filter(|(_, package)| !package["license"].as_str().is_some_and(is_allowed));
    faults.map(|(path, package)| format!("{path} ({})", package["license"].as_str().unwrap_or("none given"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_spdx_means_them() {
        for fine in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "Apache-2.0 WITH LLVM-exception",
            "(MIT OR GPL-2.0) AND Unicode-3.0",
        ] {
            assert!(is_allowed(fine), "{fine}");
        }
        for refused in [
            "GPL-3.0",
            "MIT AND AGPL-3.0",
            "(MIT",
            "",
            "MIT GPL-3.0",
            "LGPL-2.1 OR AGPL-3.0",
            "ISC AND (MIT AND GPL-2.0)",
        ] {
            assert!(!is_allowed(refused), "{refused}");
        }
    }

    #[test]
    fn what_the_web_client_ships_is_checked_and_a_tools_tool_is_not() {
        let lock = serde_json::json!({ "packages": {
            "": { "dependencies": { "a": "1" }, "devDependencies": { "font": "1" } },
            "node_modules/a": { "license": "GPL-3.0" },
            "node_modules/a/node_modules/b": { "license": "MIT" },
            "node_modules/c": {},
            "node_modules/font": { "dev": true, "license": "Proprietary" },
            "node_modules/tool": { "dev": true, "license": "GPL-3.0" },
        }});
        assert_eq!(web_faults(&lock).len(), 3);
    }
}

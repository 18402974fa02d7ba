//! A crate depends only on tiers to its left; inside platform and core on crates to its left; features and gateways never on
//! one another.

use crate::metadata::{Dependency, Package, members};
use crate::tree::{Tier, place};
use std::collections::HashMap;

const PLATFORM: [&str; 8] = ["kernel", "text", "db", "blob", "jobs", "web", "live", "testkit"];
const CORE: [&str; 4] = ["audit", "directory", "identity", "rooms"];

const WHAT_TO_DO: &str = "move what both need to a tier on the left, or let the left one emit an event and write a reaction in \
server/src/reactions. A new crate in platform or core gets its place in the lists in tests/house/rules/tiers.rs, with a decision \
record.";

#[test]
fn crates_depend_only_on_what_lies_to_their_left() {
    let members: Vec<&Package> = members().collect();
    let folders = members.iter().map(|member| (member.name.as_str(), folder(member))).collect();
    let arrows =
        members.iter().flat_map(|member| member.dependencies.iter().map(|dependency| (folder(member), dependency)));
    let ours = arrows.filter(|(_, dependency)| dependency.is_ours);
    crate::faults::none(WHAT_TO_DO, ours.filter_map(|(from, dependency)| fault(from, dependency, &folders)));
}

#[test]
fn every_crate_of_platform_and_core_has_its_place() {
    let unplaced = members().map(folder).filter(|folder| {
        let (tier, name) = place(folder);
        rank(tier, name).is_none()
    });
    crate::faults::none(WHAT_TO_DO, unplaced);
}

fn folder(member: &Package) -> &str {
    member.folder.as_deref().unwrap_or_default()
}

/// Where in its tier a crate stands; crates of the other tiers stand beside each other.
fn rank(tier: Tier, name: &str) -> Option<usize> {
    match tier {
        Tier::Platform => PLATFORM.iter().position(|known| *known == name),
        Tier::Core => CORE.iter().position(|known| *known == name),
        _ => Some(0),
    }
}

fn fault(folder: &str, dependency: &Dependency, folders: &HashMap<&str, &str>) -> Option<String> {
    if dependency.only_for_tests && dependency.name == "testkit" {
        return None;
    }
    let to = folders.get(dependency.name.as_str())?;
    // The kit is for tests: a program that needs it ships test code.
    let is_fine = may_know(folder, to) && (*to != "platform/testkit" || place(folder).0 == Tier::Apart);
    (!is_fine).then(|| format!("{folder} depends on {to}"))
}

/// Whether the arrow allows the crate in one folder to know the one in another.
pub fn may_know(from: &str, to: &str) -> bool {
    let ((from_tier, from_name), (to_tier, to_name)) = (place(from), place(to));
    match from_tier {
        // Tests that drive the whole program share one harness.
        Tier::Apart => to_tier != Tier::Apart || to == "tests/harness",
        _ if from_tier == to_tier => rank(to_tier, to_name) < rank(from_tier, from_name),
        _ => to_tier < from_tier,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depends(from: &str, to: &str, only_for_tests: bool) -> bool {
        let name = to.rsplit('/').next().unwrap_or_default();
        let dependency = Dependency { name: name.into(), is_ours: true, only_for_tests };
        fault(from, &dependency, &HashMap::from([(name, to)])).is_none()
    }

    #[test]
    fn the_arrow_points_left() {
        assert!(depends("features/chat", "core/directory", false));
        assert!(!depends("core/directory", "features/chat", false));
        assert!(!depends("features/chat", "features/notices", false));
        assert!(!depends("gateways/slack", "gateways/caldav", false));
        assert!(depends("server", "gateways/slack", false));
        assert!(!depends("platform/db", "server", true));
    }

    #[test]
    fn inside_platform_and_core_the_order_is_given() {
        assert!(depends("platform/web", "platform/db", false));
        assert!(!depends("platform/db", "platform/web", false));
        assert!(depends("core/identity", "core/directory", false));
        assert!(!depends("core/directory", "core/identity", false));
    }

    #[test]
    fn the_testkit_is_for_tests_and_nobody_knows_the_tools() {
        assert!(depends("platform/db", "platform/testkit", true));
        assert!(!depends("server", "platform/testkit", false));
        assert!(depends("bench", "platform/testkit", false));
        assert!(!depends("server", "xtask", false));
        assert!(depends("tests/api", "tests/harness", false));
        assert!(!depends("tests/api", "tests/house", false));
    }
}

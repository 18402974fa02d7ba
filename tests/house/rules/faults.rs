//! How a broken rule is told.

use std::fmt::Display;

/// Fails the test with every place that breaks the rule and what to do about it.
#[track_caller]
pub fn none(what_to_do: &str, faults: impl IntoIterator<Item = impl Display>) {
    let faults: Vec<String> = faults.into_iter().map(|fault| format!("  {fault}")).collect();
    assert!(faults.is_empty(), "\n{} broken:\n{}\nWhat to do: {what_to_do}\n", faults.len(), faults.join("\n"));
}

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What becomes of what a camera hides in pictures and films: where they were taken, its numbers, whose it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Places {
    /// It is taken out before a file is kept.
    #[default]
    Strip,
    /// It stays in it.
    Keep,
}

/// What holds for files of an organisation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileRules {
    /// What becomes of the places in pictures and films that are brought from now on.
    pub places: Places,
}

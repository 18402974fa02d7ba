//! As whom somebody writes.

use directory::model::PostKind;
use kernel::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who was using a shared account, with the name that they had then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OperatorName {
    /// Their id.
    #[schemars(with = "String")]
    pub id: PersonId,
    /// Their name.
    pub name: String,
}

/// A post that somebody holds, as it was called when they wrote as its holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PostName {
    /// What it was called: 総務課長.
    pub name: String,
    /// How they held it.
    pub kind: PostKind,
}

//! Work on a run: reading the directory, then people in steps.

use crate::model::RunId;
use jobs::Job;
use serde::{Deserialize, Serialize};

/// Reads a directory through and finds what differs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReadDirectory {
    /// Which run.
    pub run: RunId,
}

impl Job for ReadDirectory {
    const KIND: &'static str = "ldap.read_directory";
    fn once(&self) -> String {
        self.run.to_string()
    }
}

/// Carries some hundred people in and makes way for other jobs before the next ones.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CarryPeople {
    /// Which run.
    pub run: RunId,
    /// How many are done.
    pub from: i64,
}

impl Job for CarryPeople {
    const KIND: &'static str = "ldap.carry_people";
    fn once(&self) -> String {
        format!("{}:{}", self.run, self.from)
    }
}

//! Work that follows changes of the directory.

use jobs::Job;
use kernel::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};

/// Posts changed, so whatever depends on who holds which post has to follow. What that is, the server's reactions know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FollowPosts {
    /// Whose posts; nothing means that anybody's may have changed.
    pub people: Option<Vec<PersonId>>,
}

impl Job for FollowPosts {
    const KIND: &'static str = "directory.follow_posts";
    fn once(&self) -> String {
        match &self.people {
            None => "all".to_owned(),
            Some(_) => String::new(),
        }
    }
}

/// Somebody comes on duty or goes off duty by a rota. Each turn plans the next one, so that nothing is looked at in between.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TurnDuties {
    /// When.
    pub at: Timestamp,
}

impl Job for TurnDuties {
    const KIND: &'static str = "directory.turn_duties";
    fn once(&self) -> String {
        self.at.micros().to_string()
    }
}

/// The hour from which who has not said where they are is missing: these are reminded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RemindMissing {
    /// When.
    pub at: Timestamp,
}

impl Job for RemindMissing {
    const KIND: &'static str = "directory.remind_missing";
    fn once(&self) -> String {
        self.at.micros().to_string()
    }
}

/// Other people take part than before: where everybody stands is worked out anew, and what depends on it follows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SettleParticipation {}

impl Job for SettleParticipation {
    const KIND: &'static str = "directory.settle_participation";
    fn once(&self) -> String {
        "all".to_owned()
    }
}

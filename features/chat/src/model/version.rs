//! 版: files of a room that are versions of one another, and who may save what a room has.

use super::MessageId;
use files::model::FileId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Versions of one file at most.
pub const MOST_VERSIONS: i64 = 100;

/// Which version of a file of its room a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileVersion {
    /// Its number, from 1 on; none is given out twice.
    pub number: i64,
    /// The newest one that stands; nothing when this is it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<NewestVersion>,
}

/// The newest version of a file, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewestVersion {
    /// Its number.
    pub number: i64,
    /// The file.
    pub file_id: FileId,
    /// The message that carries it.
    pub message_id: MessageId,
    /// The first message of the thread in which that stands.
    #[serde(default)]
    pub thread_id: Option<MessageId>,
    /// The message's number.
    pub seq: i64,
}

/// A file that is said to be a new version of one that the room has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct NewVersion {
    /// Which of the message's files.
    pub file: FileId,
    /// Of which of the room's: any of its versions.
    pub of: FileId,
}

/// Who may save the files of a room.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Downloads {
    /// Everybody who reads it.
    #[default]
    Everyone,
    /// Not guests, bots, and the other organisations with which it is shared.
    Staff,
    /// Nobody but who brought a file, and owners.
    Nobody,
}

impl Downloads {
    /// Nobody is kept from it.
    pub fn is_free(&self) -> bool {
        *self == Self::Everyone
    }

    /// Whether it keeps somebody from saving who is of the staff, or is not.
    pub fn bars(self, outsider: bool) -> bool {
        match self {
            Self::Everyone => false,
            Self::Staff => outsider,
            Self::Nobody => true,
        }
    }
}

/// Below what the owners of an organisation's rooms do not go, whatever they decide of who may save files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DownloadFloor {
    /// In all rooms, direct ones among them.
    pub rooms: Downloads,
    /// In rooms with outsiders: with guests or programs in them, or shared with another organisation.
    pub outside: Downloads,
}

impl DownloadFloor {
    /// The owners of rooms decide freely.
    pub fn is_free(&self) -> bool {
        self.rooms.is_free() && self.outside.is_free()
    }

    /// What holds in a room at least that has outsiders, or has none.
    pub fn of(self, outsiders: bool) -> Downloads {
        if outsiders { self.rooms.max(self.outside) } else { self.rooms }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_keeps_outsiders_from_saving_before_it_keeps_the_staff_from_it() {
        let bars = |outsider| [Downloads::Everyone, Downloads::Staff, Downloads::Nobody].map(|one| one.bars(outsider));
        assert_eq!(bars(true), [false, true, true]);
        assert_eq!(bars(false), [false, false, true]);
    }

    #[test]
    fn a_floor_for_rooms_with_outsiders_comes_on_top_of_the_one_for_all() {
        let floor = DownloadFloor { rooms: Downloads::Staff, outside: Downloads::Nobody };
        assert_eq!((floor.of(false), floor.of(true)), (Downloads::Staff, Downloads::Nobody));
        let floor = DownloadFloor { rooms: Downloads::Nobody, outside: Downloads::Staff };
        assert_eq!((floor.of(false), floor.of(true)), (Downloads::Nobody, Downloads::Nobody));
        assert!(DownloadFloor::default().is_free() && !floor.is_free());
    }
}

//! アルバム: pictures and films of a room under one name.

use super::{FileReference, MessageId, RoomId};
use files::model::{FileId, FileKind};
use kernel::{Error, Id, PersonId, Result, Tick, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Tells the ids of albums apart.
pub struct AlbumTag;
/// The id of an album.
pub type AlbumId = Id<AlbumTag>;

/// Albums of a room at most.
pub const MOST_ALBUMS: i64 = 500;
/// Pictures of an album at most.
pub const MOST_PICTURES: i64 = 1_000;
/// Pictures that are put into an album at once, at most.
pub const MOST_ADDED: usize = 100;
/// So many days an album that was removed can be had back.
pub const KEPT_REMOVED_DAYS: i64 = 7;
/// The longest name, in characters as people count them.
const LONGEST_NAME: usize = 60;
/// The longest caption, in characters.
const LONGEST_CAPTION: usize = 200;

/// In which order the pictures of an album stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlbumSort {
    /// As they were sent, the oldest first.
    #[default]
    Time,
    /// As somebody put them.
    Hand,
}

/// An album of a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Album {
    /// Its id.
    pub id: AlbumId,
    /// The room.
    pub room_id: RoomId,
    /// What it is called.
    pub name: String,
    /// In which order its pictures stand.
    pub sort: AlbumSort,
    /// The picture that stands for it: the chosen one, or the first; nothing while it has none.
    pub cover_id: Option<FileId>,
    /// Whether that was chosen.
    pub cover_chosen: bool,
    /// How many pictures and films it has.
    pub pictures: i64,
    /// Who made it.
    #[schemars(with = "String")]
    pub made_by: PersonId,
    /// When.
    pub made_at: Timestamp,
    /// When something in it changed last.
    pub changed_at: Timestamp,
    /// It was removed: lists leave it out.
    pub removed: bool,
    /// The tick of the last change.
    pub tick: Tick,
}

/// A picture or film in an album.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AlbumPicture {
    /// The file.
    pub file: FileReference,
    /// The message that carries it.
    pub message_id: MessageId,
    /// The first message of the thread in which that stands.
    pub thread_id: Option<MessageId>,
    /// The message's number.
    pub seq: i64,
    /// Who sent it.
    #[schemars(with = "String")]
    pub author_id: PersonId,
    /// When.
    pub sent_at: Timestamp,
    /// What is said of it here.
    pub caption: String,
    /// Where it stands when the order is by hand.
    #[schemars(with = "String")]
    #[serde(serialize_with = "as_text")]
    pub place: i64,
    /// Who put it in.
    #[schemars(with = "String")]
    pub added_by: PersonId,
    /// When.
    pub added_at: Timestamp,
    /// The tick of the last change.
    pub tick: Tick,
}

/// Places are larger than what browsers count exactly.
fn as_text<S: serde::Serializer>(place: &i64, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(&place.to_string())
}

/// After which picture a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PictureKey {
    /// [`AlbumSort::Time`].
    Time(Timestamp, FileId),
    /// [`AlbumSort::Hand`].
    Hand(i64, FileId),
}

impl AlbumSort {
    /// Before all pictures in this order.
    pub fn start(self) -> PictureKey {
        let first = FileId::from_raw(0);
        match self {
            Self::Time => PictureKey::Time(Timestamp::from_micros(i64::MIN), first),
            Self::Hand => PictureKey::Hand(i64::MIN, first),
        }
    }

    /// The key of a picture in this order.
    pub fn key(self, picture: &AlbumPicture) -> PictureKey {
        let id = picture.file.id.unwrap_or(FileId::from_raw(0));
        match self {
            Self::Time => PictureKey::Time(picture.sent_at, id),
            Self::Hand => PictureKey::Hand(picture.place, id),
        }
    }
}

/// Between two places that were given one after another.
const GAP: i64 = 1 << 32;

/// The place after a last one.
pub fn next_place(last: Option<i64>) -> i64 {
    last.map_or(GAP, |last| last.saturating_add(GAP))
}

/// A place between two; nothing when there is none left.
pub fn place_between(before: Option<i64>, after: Option<i64>) -> Option<i64> {
    match (before, after) {
        (before, None) => Some(next_place(before)),
        (None, Some(after)) => after.checked_sub(GAP),
        (Some(before), Some(after)) => {
            let place = before + after.saturating_sub(before) / 2;
            (place > before && place < after).then_some(place)
        }
    }
}

/// Whether a file of this sort goes into an album.
pub fn is_for_albums(kind: FileKind) -> bool {
    matches!(kind, FileKind::Picture | FileKind::Video)
}

/// A name in which there is something.
pub fn checked_album_name(name: &str) -> Result<String> {
    let name = name.trim();
    match text::graphemes(name) {
        0 => Err(Error::field("name", "required")),
        1..=LONGEST_NAME => Ok(name.to_owned()),
        _ => Err(Error::field("name", "too_long")),
    }
}

/// What is said of a picture, which may be nothing.
pub fn checked_caption(caption: &str) -> Result<String> {
    let caption = caption.trim();
    if text::graphemes(caption) > LONGEST_CAPTION {
        return Err(Error::field("caption", "too_long"));
    }
    Ok(caption.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_between_two_is_found_until_they_touch() {
        assert_eq!(place_between(None, None), Some(GAP));
        assert_eq!(place_between(Some(GAP), None), Some(2 * GAP));
        assert!(place_between(None, Some(GAP)).is_some_and(|place| place < GAP));
        let (mut before, after, mut steps) = (GAP, 2 * GAP, 0);
        while let Some(place) = place_between(Some(before), Some(after)) {
            assert!(before < place && place < after);
            (before, steps) = (place, steps + 1);
        }
        assert_eq!((after - before, steps), (1, 32));
    }

    #[test]
    fn names_and_captions_are_counted_as_people_see_them() {
        assert_eq!(checked_album_name(" 市道3号線 ").ok().as_deref(), Some("市道3号線"));
        assert!(checked_album_name(" \u{3000} ").is_err());
        assert!(checked_album_name(&"葛\u{e0100}".repeat(60)).is_ok());
        assert!(checked_album_name(&"橋".repeat(61)).is_err());
        assert!(checked_caption(&"橋".repeat(200)).is_ok() && checked_caption("").is_ok());
        assert!(checked_caption(&"橋".repeat(201)).is_err());
    }
}

//! What idea boards tell.

use crate::model::{BoardId, BoardRow, Comment, CommentId, Count, Facts, Idea, IdeaId};
use kernel::{Event, PersonId, Topic};
use rooms::model::{RoomId, topic};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// A board was ended, opened, given another deadline or other groups.
#[derive(Serialize, JsonSchema)]
pub struct IdeaBoardChanged {
    board: Facts,
}

/// Ideas were written, reworded, moved, united, judged. Never told of an anonymous board before its close.
#[derive(Serialize, JsonSchema)]
pub struct IdeasChanged {
    board_id: BoardId,
    room_id: RoomId,
    /// As they are now; nothing where not everybody may see them: whoever does asks anew.
    ideas: Option<Vec<Idea>>,
    /// Their votes, where these are others now.
    counts: Vec<Count>,
}

/// An idea was taken back, or the board with its message.
#[derive(Serialize, JsonSchema)]
pub struct IdeasGone {
    board_id: BoardId,
    room_id: RoomId,
    /// The idea; nothing when it was the board.
    idea_id: Option<IdeaId>,
}

/// The person voted, or took a vote back: their other devices show it.
#[derive(Serialize, JsonSchema)]
pub struct IdeasVoted {
    board_id: BoardId,
    room_id: RoomId,
    /// What they are for now.
    ideas: Vec<IdeaId>,
}

/// Something was said about an idea, or taken back. Never told of an anonymous board.
#[derive(Serialize, JsonSchema)]
pub struct IdeaCommented {
    board_id: BoardId,
    room_id: RoomId,
    /// About which one; nothing where not everybody may see it: whoever does asks anew.
    idea_id: Option<IdeaId>,
    /// Which comment.
    comment_id: Option<CommentId>,
    /// The comment; nothing when it was taken back.
    comment: Option<Comment>,
    /// How much is said about the idea now.
    comments: Option<i64>,
}

/// The kind of [`IdeaCommented`].
pub const COMMENTED: &str = "ideas.commented";
/// The kind of [`IdeasChanged`].
pub const CHANGED: &str = "ideas.changed";
/// The kind of [`IdeasGone`].
pub const GONE: &str = "ideas.gone";
/// The kind of [`IdeasVoted`].
pub const VOTED: &str = "ideas.voted";
const BOARD_CHANGED: &str = "ideas.board_changed";

pub(crate) fn board_changed(board: Facts) -> Event {
    Event::new(topic(board.room_id), BOARD_CHANGED, &IdeaBoardChanged { board })
}

pub(crate) fn changed(board: &BoardRow, ideas: Option<Vec<Idea>>, counts: Vec<Count>) -> Event {
    Event::new(topic(board.room), CHANGED, &IdeasChanged { board_id: board.id, room_id: board.room, ideas, counts })
}

pub(crate) fn gone(board: &BoardRow, idea_id: Option<IdeaId>) -> Event {
    Event::new(topic(board.room), GONE, &IdeasGone { board_id: board.id, room_id: board.room, idea_id })
}

pub(crate) fn voted(person: PersonId, board: &BoardRow, ideas: Vec<IdeaId>) -> Event {
    let told = IdeasVoted { board_id: board.id, room_id: board.room, ideas };
    Event::new(Topic::Person(person), VOTED, &told).guarded_by(board.room.raw())
}

pub(crate) fn commented(
    board: &BoardRow,
    which: Option<(IdeaId, CommentId)>,
    comment: Option<Comment>,
    comments: Option<i64>,
) -> Event {
    let (idea_id, comment_id) = which.unzip();
    let told = IdeaCommented { board_id: board.id, room_id: board.room, idea_id, comment_id, comment, comments };
    Event::new(topic(board.room), COMMENTED, &told)
}

/// The payloads by kind, for the OpenAPI document.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![
        (BOARD_CHANGED, generator.subschema_for::<IdeaBoardChanged>()),
        (CHANGED, generator.subschema_for::<IdeasChanged>()),
        (GONE, generator.subschema_for::<IdeasGone>()),
        (COMMENTED, generator.subschema_for::<IdeaCommented>()),
        (VOTED, generator.subschema_for::<IdeasVoted>()),
    ]
}

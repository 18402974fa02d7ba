//! What notes ask of the talk.

use db::Conn;
use kernel::{Id, Result};
use std::ops::Deref;

/// A type that exists only to tell ids apart.
pub struct RoomTag;
/// The id of a room.
pub type RoomId = Id<RoomTag>;

/// A room as somebody who may read it has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub room: RoomId,
    /// What it is called; empty for a direct room.
    pub name: String,
    /// How many belong to it.
    pub members: i64,
    /// Whether the actor belongs to it, to talk and not only to hand over.
    pub belongs: bool,
    /// Whether the actor may write there now.
    pub may_write: bool,
    /// Whether the actor owns it.
    pub owns: bool,
}

/// The talk, as notes know it.
pub trait Rooms: Send + Sync {
    /// A room that the actor may read; `not_found` for every other.
    fn place(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Place>;

    /// A room in which the actor may write.
    ///
    /// Errors: those of the talk for whoever may not.
    fn writable(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Place>;
}

/// The talk that the server hands to features.
#[derive(Clone, Copy)]
pub struct Talk(pub &'static dyn Rooms);

impl Deref for Talk {
    type Target = dyn Rooms;
    fn deref(&self) -> &(dyn Rooms + 'static) {
        self.0
    }
}

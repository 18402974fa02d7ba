//! What features ask of the talk.

use crate::model::{Asked, InspectionId, MessageId, Place, Posting, RoomId, Standing};
use db::{Conn, Tx};
use kernel::{PersonId, Result};
use std::ops::Deref;

/// The talk, as features know it.
pub trait Rooms: Send + Sync {
    /// A room that the actor may read; `not_found` for every other.
    fn place(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Place>;

    /// A room in which the actor may write.
    ///
    /// Errors: those of the talk for whoever may not.
    fn writable(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Place>;

    /// Where a card stands that the actor may see: `not_found` for whoever may not read its message, and once that was taken back.
    fn card(&self, conn: &mut Conn<'_>, message: MessageId) -> Result<Standing>;

    /// Says something with the rules of saying; whether it is new, which the same id by the same author is not. Takes the locks of the room
    /// and the actor, which must be the first.
    fn post(&self, tx: &mut Tx<'_>, room: RoomId, posting: &Posting) -> Result<bool>;

    /// Everybody who belongs to a room to talk, bots aside.
    fn asked(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<Asked>>;

    /// Calls some people to a message as a mention in it would; nobody else hears of it. Gives whom: nobody whom a contact barrier keeps the
    /// actor from calling, nobody who does not belong to the room. The room is locked.
    fn call(&self, tx: &mut Tx<'_>, message: MessageId, people: &[PersonId]) -> Result<Vec<PersonId>>;

    /// Where a card stands that the actor may see by an inspection of its room; what is seen goes into the record of acts, from an address.
    /// `not_found` for whoever may not.
    fn inspected(
        &self,
        tx: &mut Tx<'_>,
        inspection: InspectionId,
        message: MessageId,
        address: &str,
    ) -> Result<Standing>;
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

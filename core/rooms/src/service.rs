//! What features ask of the talk.

use crate::model::{Asked, Card, CardId, InspectionId, MessageId, Place, Posting, RoomId, Spoken, Standing, Units};
use db::{Conn, Tx};
use directory::model::UnitId;
use files::model::FileId;
use kernel::{Error, PersonId, Result};
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

    /// A message that the actor may read and that stands: `not_found` for every other, and for what the program itself said.
    fn spoken(&self, _: &mut Conn<'_>, _: MessageId) -> Result<Spoken> {
        Err(Error::not_found())
    }

    /// The words of some messages of a room that the actor reads, of those that stand: as they are seen, without the marks of markup, with tokens
    /// for who is called.
    fn words(&self, _: &mut Conn<'_>, _: RoomId, _: &[MessageId]) -> Result<Vec<(MessageId, String)>> {
        Ok(Vec::new())
    }

    /// Says something with the rules of saying; whether it is new, which the same id by the same author is not. Takes the locks of the room
    /// and the actor, which must be the first.
    fn post(&self, tx: &mut Tx<'_>, room: RoomId, posting: &Posting) -> Result<bool> {
        self.post_with(tx, room, posting, &[])
    }

    /// [`Rooms::post`] with files that the actor has brought.
    ///
    /// Errors: besides those of saying, faults of `files`.
    fn post_with(&self, tx: &mut Tx<'_>, room: RoomId, posting: &Posting, files: &[FileId]) -> Result<bool>;

    /// Refuses words that others read without their being said as a message, where the organisation has personal numbers looked for: about
    /// such words nobody is asked.
    ///
    /// Errors: `chat.personal_number`, `chat.personal_number_refused`.
    fn guard(&self, conn: &mut Conn<'_>, words: &str) -> Result<()>;

    /// What somebody who reads a room is told who may not save what is in it, for a file that some person brought; nothing where they may.
    fn kept_from_saving(&self, _: &mut Conn<'_>, _: RoomId, _: PersonId) -> Result<Option<Error>> {
        Ok(None)
    }

    /// The direct room of the actor and somebody else, if there is one, whether or not the actor may write there.
    fn known_direct(&self, conn: &mut Conn<'_>, person: PersonId) -> Result<Option<RoomId>>;

    /// The direct room of the actor and somebody else, made when there is none. Takes the organisation's lock, which must be the first or held
    /// already; to make it draws the tick, so whatever else is to be held is held by then.
    ///
    /// Errors: those of the talk for whoever may not write to them.
    fn direct(&self, tx: &mut Tx<'_>, person: PersonId) -> Result<RoomId>;

    /// The room of a unit, if it has one that is open for writing, whoever may read there.
    fn of_unit(&self, conn: &mut Conn<'_>, unit: UnitId) -> Result<Option<RoomId>>;

    /// The rooms of units to which the actor belongs to talk, by post or by hand.
    fn own_units(&self, conn: &mut Conn<'_>, which: Units) -> Result<Vec<RoomId>>;

    /// Puts other words into a message and forgets all that it ever said, also of one that was taken back: what was in it is to be kept no
    /// longer. Only the program itself does so. Takes the room's lock.
    fn clear(&self, tx: &mut Tx<'_>, message: MessageId, words: &str) -> Result<()>;

    /// Takes a message back in which something stands that was taken back elsewhere. Only the program itself does so. Takes the room's lock.
    fn take_back(&self, tx: &mut Tx<'_>, message: MessageId) -> Result<()>;

    /// Whether another organisation has the room as well, so that what is asked there is asked of its people too.
    fn is_shared(&self, _: &mut Conn<'_>, _: RoomId) -> Result<bool> {
        Ok(false)
    }

    /// Notes what was done with what stands in a message, by somebody or with the whole of it, for the other sides of its room:
    /// [`Crossing::followed`] hears of it there. The room is locked.
    fn pass_over(&self, _: &mut Tx<'_>, _: MessageId, _: Option<PersonId>) -> Result<()> {
        Ok(())
    }

    /// Everybody who belongs to a room to talk, bots aside.
    fn asked(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<Asked>>;

    /// Those of them who own it, whoever is on leave among them; nobody in a talk of two. However many belong to it.
    fn owners(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Vec<PersonId>> {
        Ok(self.asked(conn, room)?.into_iter().filter(|one| one.owns).map(|one| one.person).collect())
    }

    /// Calls some people to a message as a mention in it would, now, whenever it was written and whoever read it already; nobody else hears
    /// of it. Gives whom: nobody whom a contact barrier keeps the
    /// actor from calling (or the author, where the program itself calls), nobody who does not belong to the room, nobody in a closed one. `not_found` for what was taken back and what the program itself said. The
    /// room is locked.
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

/// What a feature does when a message is taken back in which something of its own stands. The room is locked.
pub type TakenBack = fn(&mut Tx<'_>, CardId) -> Result<()>;

/// What a feature does when a message is taken back of which it knows without anything of its own standing there. The room is locked.
pub type Unmarked = fn(&mut Tx<'_>, MessageId) -> Result<()>;

/// Where the copy of a message with a card will stand, in the organisation that acts.
#[derive(Debug, Clone, Copy)]
pub struct Counterpart {
    /// The message, under whose id what stands in it is kept here.
    pub message: MessageId,
    /// The room.
    pub room: RoomId,
    /// Who stands here for whoever said it.
    pub author: PersonId,
}

/// Somebody of the other side, and who stands for them here.
#[derive(Debug, Clone, Copy)]
pub struct Standin {
    /// Who they are over there.
    pub there: PersonId,
    /// Who is meant by it here.
    pub here: PersonId,
    /// What stands there is the copy of what stands here: it goes towards whoever put it into the talk, and not away from them.
    pub homeward: bool,
}

/// Brings a card of this side to what somebody did with the one over there, or to what became of the whole; whether anything is new by it.
pub type Followed = fn(&mut Tx<'_>, &dyn Rooms, (CardId, CardId), Option<Standin>) -> Result<bool>;

/// What a feature does so that what stands in a message of a shared room is of use on the other side as well. The program itself acts, for the side to
/// which something is carried, with its room locked.
#[derive(Clone, Copy)]
pub struct Crossing {
    /// Puts into the copy of a message what stands for a card over there; false where such a card goes over as its words alone.
    pub copied: fn(&mut Tx<'_>, CardId, &Counterpart) -> Result<bool>,
    /// When something was done over there.
    pub followed: Followed,
}

/// The cards of all features by kind, that the server hands to the talk.
#[derive(Clone, Copy)]
pub struct Cards {
    /// What becomes of each when its message is taken back.
    pub taken_back: &'static [(&'static str, TakenBack)],
    /// Those that go over to another organisation.
    pub crossing: &'static [(&'static str, Crossing)],
    /// What becomes of what features know of messages without cards, when one is taken back.
    pub marked: &'static [Unmarked],
}

impl Cards {
    /// Takes along what stands in a message that is taken back.
    pub fn taken_back(self, tx: &mut Tx<'_>, card: &Card) -> Result<()> {
        match self.taken_back.iter().find(|(kind, _)| *kind == card.kind) {
            Some((_, taken_back)) => taken_back(tx, card.id),
            None => Ok(()),
        }
    }

    /// Lets go of what features know of a message that is taken back.
    pub fn unmarked(self, tx: &mut Tx<'_>, message: MessageId) -> Result<()> {
        self.marked.iter().try_for_each(|unmarked| unmarked(tx, message))
    }

    /// The card that stands in the copy of a message for the one of the message; nothing where only its words go over.
    pub fn copied(self, tx: &mut Tx<'_>, card: &Card, copy: &Counterpart) -> Result<Option<Card>> {
        let Some(crossing) = self.crosses(card) else { return Ok(None) };
        let copied = (crossing.copied)(tx, card.id, copy)?;
        Ok(copied.then(|| Card { kind: card.kind.clone(), id: copy.message.cast() }))
    }

    /// Brings a card to what was done with the one over there; whether anything is new by it.
    pub fn followed(
        self,
        tx: &mut Tx<'_>,
        rooms: &dyn Rooms,
        (there, here): (&Card, &Card),
        by: Option<Standin>,
    ) -> Result<bool> {
        match self.crosses(here).filter(|_| there.kind == here.kind) {
            Some(crossing) => (crossing.followed)(tx, rooms, (there.id, here.id), by),
            None => Ok(false),
        }
    }

    fn crosses(self, card: &Card) -> Option<Crossing> {
        self.crossing.iter().find(|(kind, _)| *kind == card.kind).map(|(_, crossing)| *crossing)
    }
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

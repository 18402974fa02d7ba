//! Who may see, say and change what. A room that somebody may not see is not there for them.

use crate::model::{ChatRefusal, Mine, Role, RoomKind};
use crate::store::messages::MessageRow;
use crate::store::rooms::RoomRow;
use kernel::{Actor, Error, Face, May, Result};

/// Proof for reading a room.
pub struct Read;
/// Proof for writing in a room.
pub struct Write;
/// Proof for naming, archiving and peopling a room.
pub struct Manage;
/// Proof for changing the words of a message.
pub struct Reword;
/// Proof for taking a message back.
pub struct Withdraw;

/// Members read; everybody of the organisation reads open rooms.
pub fn may_read(room: RoomRow, mine: Option<&Mine>) -> Result<May<Read, RoomRow>> {
    if mine.is_some() || room.kind == RoomKind::Open { Ok(May::granted(room)) } else { Err(Error::not_found()) }
}

/// Members write while the room is open for writing; whoever hands over, or is kept from somebody in it, only reads.
pub fn may_write(room: RoomRow, mine: Option<&Mine>) -> Result<May<Write, RoomRow>> {
    let room = may_read(room, mine)?.into_inner();
    match mine.map(|mine| mine.role) {
        None => return Err(ChatRefusal::NotAMember.into()),
        Some(Role::Reader) => return Err(ChatRefusal::HandedOver.into()),
        Some(Role::Owner | Role::Member) => {}
    }
    if mine.is_some_and(|mine| mine.barred) {
        return Err(ChatRefusal::Barred.into());
    }
    if room.archived_at.is_some() {
        return Err(ChatRefusal::Archived.into());
    }
    Ok(May::granted(room))
}

/// Owners manage their room; administrators manage those that follow the organisation, and open ones; all at a desk manage a
/// request to it. A direct room is nobody's to manage.
pub fn may_manage(actor: &Actor, room: RoomRow, mine: Option<&Mine>) -> Result<May<Manage, RoomRow>> {
    // An import acts for the organisation itself and carries every sort of room in.
    let follows = !matches!(room.kind, RoomKind::Private | RoomKind::Direct | RoomKind::Request);
    let administers = actor.face == Face::System || (actor.administers() && follows);
    if mine.is_none() && !administers && room.kind != RoomKind::Open {
        return Err(Error::not_found());
    }
    if room.kind == RoomKind::Direct {
        return Err(ChatRefusal::Direct.into());
    }
    let at_desk = room.kind == RoomKind::Request && mine.is_some_and(|mine| mine.derived);
    let owns = at_desk || mine.is_some_and(|mine| mine.role == Role::Owner);
    if owns || administers { Ok(May::granted(room)) } else { Err(ChatRefusal::NotAnOwner.into()) }
}

/// Administrators make rooms that follow the organisation; everybody makes the others.
pub fn may_create(actor: &Actor, kind: RoomKind) -> Result<()> {
    match kind {
        RoomKind::Unit | RoomKind::Rule if !actor.administers() => Err(ChatRefusal::AdministratorsOnly.into()),
        RoomKind::Direct | RoomKind::Request => Err(ChatRefusal::Direct.into()),
        _ => Ok(()),
    }
}

/// Authors change their own words.
pub fn may_reword(actor: &Actor, message: MessageRow) -> Result<May<Reword, MessageRow>> {
    if message.author != actor.person || message.is_notice() {
        return Err(ChatRefusal::NotTheAuthor.into());
    }
    if message.withdrawn_at.is_some() {
        return Err(ChatRefusal::Withdrawn.into());
    }
    Ok(May::granted(message))
}

/// Authors take their own words back, owners of the room anybody's; whoever hands over leaves what they said to the unit.
pub fn may_withdraw(actor: &Actor, message: MessageRow, mine: Option<&Mine>) -> Result<May<Withdraw, MessageRow>> {
    if mine.is_some_and(|mine| mine.role == Role::Reader) {
        return Err(ChatRefusal::HandedOver.into());
    }
    let owns = mine.is_some_and(|mine| mine.role == Role::Owner);
    if message.is_notice() || (message.author != actor.person && !owns) {
        return Err(ChatRefusal::NotTheAuthor.into());
    }
    Ok(May::granted(message))
}

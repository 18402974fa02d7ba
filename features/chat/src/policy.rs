//! Who may see, say and change what. A room that somebody may not see is not there for them.

use crate::model::{ChatRefusal, Downloads, InspectionState, Mine, Role, RoomKind, ShareDirection, ShareState};
use crate::store::albums::AlbumRow;
use crate::store::inspections::InspectionRow;
use crate::store::messages::MessageRow;
use crate::store::orders::OrderRow;
use crate::store::rooms::RoomRow;
use crate::store::shares::ShareRow;
use files::store::FileRow;
use kernel::{Actor, Error, Face, LeaveAccess, May, Outsider, Result};

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
/// Proof for sending on what was said in a room.
pub struct Forward;
/// Proof for saving a file of a room.
pub struct Save;
/// Proof for asking to read a room of others.
pub struct Ask;
/// Proof for deciding about such a request.
pub struct Decide;
/// Proof for ending an inspection, or taking the request for it back.
pub struct End;
/// Proof for seeing what an inspection would open.
pub struct Preview;
/// Proof for reading a room by an inspection.
pub struct Inspect;
/// Proof for making rooms with many units at once.
pub struct Order;
/// Proof for keeping templates for rooms.
pub struct Shape;
/// Proof for what somebody does with an album.
pub struct Arrange;
/// Proof for sharing a room with another organisation, or doing so no longer.
pub struct Share;

/// Whether somebody may know of a room and read it without belonging to it: an open one, unless they are not of the staff.
pub fn is_open_to(actor: &Actor, room: &RoomRow) -> bool {
    is_kind_open_to(actor, room.kind)
}

/// [`is_open_to`] for all rooms of a kind.
pub fn is_kind_open_to(actor: &Actor, kind: RoomKind) -> bool {
    kind == RoomKind::Open && actor.outsider.is_none()
}

/// Members read; everybody of the staff reads open rooms.
pub fn may_read(actor: &Actor, room: RoomRow, mine: Option<&Mine>) -> Result<May<Read, RoomRow>> {
    if mine.is_some() || is_open_to(actor, &room) { Ok(May::granted(room)) } else { Err(Error::not_found()) }
}

/// Whoever is on leave says nothing; if they may talk, then in direct rooms.
fn is_at_work(actor: &Actor, kind: RoomKind) -> Result<()> {
    match (actor.leave, kind) {
        (None, _) | (Some(LeaveAccess::Direct), RoomKind::Direct) => Ok(()),
        (Some(_), _) => Err(ChatRefusal::OnLeave.into()),
    }
}

/// Members write while the room is open for writing; whoever hands over, is on leave, or is kept from somebody in it, only reads.
pub fn may_write(actor: &Actor, room: RoomRow, mine: Option<&Mine>) -> Result<May<Write, RoomRow>> {
    let room = may_read(actor, room, mine)?.into_inner();
    is_at_work(actor, room.kind)?;
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

/// Owners manage their room; administrators manage those that follow the organisation, and open ones; all at a desk, or who hold a post, manage
/// a request to it. A direct room is nobody's to manage.
pub fn may_manage(actor: &Actor, room: RoomRow, mine: Option<&Mine>) -> Result<May<Manage, RoomRow>> {
    // An import acts for the organisation itself and carries every sort of room in.
    let follows = !matches!(room.kind, RoomKind::Private | RoomKind::Direct | RoomKind::Request);
    let administers = actor.face == Face::System || (actor.administers() && follows);
    if mine.is_none() && !administers && !is_open_to(actor, &room) {
        return Err(Error::not_found());
    }
    if room.kind == RoomKind::Direct {
        return Err(ChatRefusal::Direct.into());
    }
    let at_desk = room.kind == RoomKind::Request && mine.is_some_and(Mine::is_asked);
    let owns = at_desk || mine.is_some_and(|mine| mine.role == Role::Owner);
    if owns || administers { Ok(May::granted(room)) } else { Err(ChatRefusal::NotAnOwner.into()) }
}

/// Whoever may write in a request to a post while it is open opens it again, who asked above all; any other room opens who manages it.
pub fn may_reopen(actor: &Actor, room: RoomRow, mine: Option<&Mine>) -> Result<May<Manage, RoomRow>> {
    if room.post().is_none() || mine.is_none() {
        return may_manage(actor, room, mine);
    }
    let archived_at = room.archived_at;
    let open = may_write(actor, RoomRow { archived_at: None, ..room }, mine)?.into_inner();
    Ok(May::granted(RoomRow { archived_at, ..open }))
}

/// Who belongs to a request is changed while it is open: who is in one that was done is followed no more.
pub fn may_people(actor: &Actor, room: RoomRow, mine: Option<&Mine>) -> Result<May<Manage, RoomRow>> {
    let room = may_manage(actor, room, mine)?;
    match room.kind == RoomKind::Request && room.archived_at.is_some() {
        true => Err(ChatRefusal::Archived.into()),
        false => Ok(room),
    }
}

/// Whether somebody may belong to a room by hand. Guests come to rooms that people made, never to those of units and rules; what is said
/// there is said among the staff.
pub fn may_belong(outsider: Option<Outsider>, kind: RoomKind) -> Result<()> {
    match (outsider, kind) {
        (Some(Outsider::Guest), RoomKind::Unit | RoomKind::Rule | RoomKind::Request) => {
            Err(ChatRefusal::StaffOnly.into())
        }
        _ => Ok(()),
    }
}

/// Whether somebody may own a room: one of the staff.
pub fn may_own(outsider: Option<Outsider>) -> Result<()> {
    if outsider.is_none() { Ok(()) } else { Err(ChatRefusal::StaffOnly.into()) }
}

/// Administrators make rooms that follow the organisation; everybody of the staff makes the others.
pub fn may_create(actor: &Actor, kind: RoomKind) -> Result<()> {
    may_own(actor.outsider)?;
    match kind {
        RoomKind::Unit | RoomKind::Rule if !actor.administers() => Err(ChatRefusal::AdministratorsOnly.into()),
        RoomKind::Direct | RoomKind::Request => Err(ChatRefusal::Direct.into()),
        _ => Ok(()),
    }
}

/// Administrators order rooms for many units, and stop what they ordered.
pub fn may_order(actor: &Actor, order: OrderRow) -> Result<May<Order, OrderRow>> {
    if actor.administers() && actor.outsider.is_none() { Ok(May::granted(order)) } else { Err(Error::not_found()) }
}

/// What an administrator has is carried out by the program in their name, as long as they are one.
pub fn may_still_order(orderer: Option<Actor>, order: &OrderRow) -> Option<Actor> {
    orderer.filter(|orderer| orderer.person == order.ordered_by && orderer.administers())
}

/// Administrators keep the templates with which rooms are made.
pub fn may_shape<T>(actor: &Actor, template: T) -> Result<May<Shape, T>> {
    if actor.administers() { Ok(May::granted(template)) } else { Err(Error::not_found()) }
}

/// The program itself goes on with an order.
pub fn at_an_order(actor: &Actor, order: OrderRow) -> Result<May<Order, OrderRow>> {
    if actor.face == Face::System { Ok(May::granted(order)) } else { Err(Error::not_found()) }
}

/// Whoever may write in a room makes albums there and puts them in order, guests too.
pub fn may_arrange(
    actor: &Actor,
    album: AlbumRow,
    room: RoomRow,
    mine: Option<&Mine>,
) -> Result<May<Arrange, AlbumRow>> {
    let room = may_write(actor, room, mine)?;
    if album.room == room.id { Ok(May::granted(album)) } else { Err(Error::not_found()) }
}

/// Who made an album removes it and has it back, and an owner of the room.
pub fn may_remove_album(
    actor: &Actor,
    album: AlbumRow,
    room: RoomRow,
    mine: Option<&Mine>,
) -> Result<May<Arrange, AlbumRow>> {
    let owns = mine.is_some_and(|mine| mine.role == Role::Owner);
    let album = may_arrange(actor, album, room, mine)?;
    if owns || album.made_by == actor.person { Ok(album) } else { Err(ChatRefusal::NotTheAlbumsMaker.into()) }
}

/// Authors change their own words.
pub fn may_reword(actor: &Actor, message: MessageRow) -> Result<May<Reword, MessageRow>> {
    if message.author != actor.person || message.is_notice() {
        return Err(ChatRefusal::NotTheAuthor.into());
    }
    if message.withdrawn_at.is_some() {
        return Err(ChatRefusal::Withdrawn.into());
    }
    // What was asked stays as those who have answered read it.
    if message.extra.card.is_some() {
        return Err(ChatRefusal::CardStays.into());
    }
    Ok(May::granted(message))
}

/// Authors take their own words back, owners of the room anybody's; whoever hands over leaves what they said to the unit.
pub fn may_withdraw(
    actor: &Actor,
    message: MessageRow,
    room: &RoomRow,
    mine: Option<&Mine>,
) -> Result<May<Withdraw, MessageRow>> {
    is_at_work(actor, room.kind)?;
    if mine.is_some_and(|mine| mine.role == Role::Reader) {
        return Err(ChatRefusal::HandedOver.into());
    }
    // What was done is left as it was said: who is at the desk, or holds the post, is not looked after in it any more.
    let closed = room.kind == RoomKind::Request && room.archived_at.is_some();
    let owns = !closed && mine.is_some_and(|mine| mine.role == Role::Owner);
    if message.is_notice() || (message.author != actor.person && !owns) {
        return Err(ChatRefusal::NotTheAuthor.into());
    }
    Ok(May::granted(message))
}

/// Whoever reads a room may send on what was said there, into another room unless this one's owners forbade it.
pub fn may_forward(
    actor: &Actor,
    message: MessageRow,
    room: RoomRow,
    mine: Option<&Mine>,
    leaves: bool,
) -> Result<May<Forward, MessageRow>> {
    let room = may_read(actor, room, mine)?;
    match () {
        () if message.is_notice() => Err(Error::not_found()),
        () if message.withdrawn_at.is_some() => Err(ChatRefusal::Withdrawn.into()),
        () if room.no_forwarding && leaves => Err(ChatRefusal::NoForwarding.into()),
        () => Ok(May::granted(message)),
    }
}

/// Whether a room's owners keep somebody who reads it from saving what is in it. They do not keep it from themselves.
pub fn is_kept_from_saving(actor: &Actor, room: &RoomRow, mine: Option<&Mine>) -> bool {
    let at_desk = room.kind == RoomKind::Request && mine.is_some_and(Mine::is_asked);
    let owns = at_desk || mine.is_some_and(|mine| mine.role == Role::Owner);
    !owns && room.saved_by().bars(actor.outsider.is_some())
}

/// Whoever reads a room saves its files, unless its owners keep them from it; who brought a file has it anyway. Of what came from another
/// organisation's room, its owners decide as well: for them, all here are outsiders.
pub fn may_save(
    actor: &Actor,
    file: FileRow,
    room: &RoomRow,
    mine: Option<&Mine>,
    there: Downloads,
) -> Result<May<Save, FileRow>> {
    let kept = is_kept_from_saving(actor, room, mine) && file.owner != actor.person;
    if kept || there.bars(true) { Err(ChatRefusal::NoDownloads.into()) } else { Ok(May::granted(file)) }
}

/// Whoever administers all oversees inspections, by their own account: a shared one is several people's.
fn oversees(actor: &Actor) -> Result<()> {
    let oneself = matches!(actor.face, Face::Session(_)) && actor.operator.is_none();
    if actor.administers() && oneself { Ok(()) } else { Err(Error::not_found()) }
}

/// Administrators ask to read a room that they may not read anyway, unless they have asked and that is not over.
pub fn may_ask(
    actor: &Actor,
    room: RoomRow,
    mine: Option<&Mine>,
    is_asked: bool,
    row: InspectionRow,
) -> Result<May<Ask, InspectionRow>> {
    oversees(actor)?;
    if may_read(actor, room, mine).is_ok() {
        return Err(ChatRefusal::ReadableAnyway.into());
    }
    if is_asked {
        return Err(ChatRefusal::InspectionAsked.into());
    }
    Ok(May::granted(row))
}

/// Another administrator than who asked decides, once, while the request waits.
pub fn may_decide(actor: &Actor, row: InspectionRow) -> Result<May<Decide, InspectionRow>> {
    oversees(actor)?;
    if row.asked_by == actor.person {
        return Err(ChatRefusal::OwnInspection.into());
    }
    match row.state {
        InspectionState::Waiting => Ok(May::granted(row)),
        _ => Err(ChatRefusal::InspectionDecided.into()),
    }
}

/// What a request would open is shown to those who may decide about it, and never to who asked.
pub fn may_preview(actor: &Actor, row: InspectionRow) -> Result<May<Preview, InspectionRow>> {
    oversees(actor)?;
    let stands = matches!(row.state, InspectionState::Waiting | InspectionState::Granted);
    if stands && row.asked_by != actor.person { Ok(May::granted(row)) } else { Err(Error::not_found()) }
}

/// Who asked takes the request back while it waits.
pub fn may_take_back(actor: &Actor, row: InspectionRow) -> Result<May<End, InspectionRow>> {
    oversees(actor)?;
    if row.asked_by != actor.person {
        return Err(ChatRefusal::NotTheInspector.into());
    }
    match row.state {
        InspectionState::Waiting => Ok(May::granted(row)),
        _ => Err(ChatRefusal::InspectionDecided.into()),
    }
}

/// Who asked and who granted it end an inspection before its time.
pub fn may_end(actor: &Actor, row: InspectionRow) -> Result<May<End, InspectionRow>> {
    oversees(actor)?;
    if ![Some(row.asked_by), row.decided_by].contains(&Some(actor.person)) {
        return Err(ChatRefusal::NotTheInspector.into());
    }
    match row.state {
        InspectionState::Granted => Ok(May::granted(row)),
        _ => Err(ChatRefusal::InspectionNotOpen.into()),
    }
}

/// The program itself notes that one is over by its time.
pub fn at_its_time(actor: &Actor, row: InspectionRow) -> Result<May<End, InspectionRow>> {
    let over = matches!(row.state, InspectionState::Lapsed | InspectionState::Ended);
    if actor.face == Face::System && over { Ok(May::granted(row)) } else { Err(Error::not_found()) }
}

/// Only who asked reads by it, and only while it is granted. For everybody else there is nothing to read.
pub fn may_inspect(actor: &Actor, row: InspectionRow) -> Result<May<Inspect, InspectionRow>> {
    oversees(actor)?;
    if row.asked_by != actor.person {
        return Err(Error::not_found());
    }
    match row.state {
        InspectionState::Granted => Ok(May::granted(row)),
        _ => Err(ChatRefusal::InspectionNotOpen.into()),
    }
}

/// Whether a room can be shared with another organisation by whoever administers: one that people made, open for writing, without
/// guests. Of a private room only its members know, and who administers all.
pub fn may_be_shared(actor: &Actor, room: &RoomRow, mine: Option<&Mine>) -> Result<()> {
    let known = match room.kind {
        RoomKind::Open | RoomKind::Unit | RoomKind::Rule => true,
        RoomKind::Private => mine.is_some() || actor.administers(),
        RoomKind::Direct | RoomKind::Request => mine.is_some(),
    };
    match () {
        () if !known => Err(Error::not_found()),
        () if !matches!(room.kind, RoomKind::Open | RoomKind::Private) => Err(ChatRefusal::NotShareable.into()),
        () if room.archived_at.is_some() => Err(ChatRefusal::Archived.into()),
        () if room.guest_count > 0 => Err(ChatRefusal::GuestsInRoom.into()),
        () => Ok(()),
    }
}

/// Administrators offer to share a room.
pub fn may_offer(actor: &Actor, share: ShareRow) -> Result<May<Share, ShareRow>> {
    if actor.administers() { Ok(May::granted(share)) } else { Err(Error::not_found()) }
}

/// Administrators answer an offer that was made to them, or take their own back, once.
pub fn may_answer(actor: &Actor, direction: ShareDirection, share: ShareRow) -> Result<May<Share, ShareRow>> {
    match share.state {
        _ if !actor.administers() || share.direction != direction => Err(Error::not_found()),
        ShareState::Offered => Ok(May::granted(share)),
        _ => Err(ChatRefusal::ShareAnswered.into()),
    }
}

/// Administrators end a share, and an owner of its room.
pub fn may_end_share(actor: &Actor, owns: bool, share: ShareRow) -> Result<May<Share, ShareRow>> {
    match share.state {
        _ if !actor.administers() && !owns => Err(Error::not_found()),
        ShareState::Agreed => Ok(May::granted(share)),
        _ => Err(ChatRefusal::ShareNotAgreed.into()),
    }
}

/// The other side's row follows what was decided on one.
pub fn on_the_other_side(decided: &May<Share, ShareRow>, theirs: ShareRow) -> Result<May<Share, ShareRow>> {
    let same = decided.id == theirs.id && decided.peer == theirs.org && decided.org == theirs.peer;
    if same { Ok(May::granted(theirs)) } else { Err(Error::not_found()) }
}

/// What was reworded on one side of a share is reworded on the other.
pub fn may_reword_copy(actor: &Actor, message: MessageRow) -> Result<May<Reword, MessageRow>> {
    if actor.face == Face::System { Ok(May::granted(message)) } else { Err(Error::not_found()) }
}

/// What was taken back on one side of a share is taken back on the other.
pub fn may_withdraw_copy(actor: &Actor, message: MessageRow) -> Result<May<Withdraw, MessageRow>> {
    if actor.face == Face::System { Ok(May::granted(message)) } else { Err(Error::not_found()) }
}

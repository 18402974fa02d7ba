//! 共有: two organisations agree to share a room. Each keeps a room and a record of its own; what is said in one is carried to the other
//! ([`carrying`]), by people who stand for those over there ([`partners`]). Nothing else crosses.

pub mod carrying;
pub mod partners;

use crate::events;
use crate::jobs::{CarryOver, FollowShare};
use crate::model::{
    ChatRefusal, Mine, Notice, NoticeCode, Role, Room, RoomId, RoomKind, Share, ShareDirection, ShareId, ShareRoom,
    ShareSide, ShareState,
};
use crate::policy::{self, Share as MayShare};
use crate::service::members::newest;
use crate::service::talk::notice_in;
use crate::service::view;
use crate::store;
use crate::store::rooms::RoomRow;
use crate::store::shares::ShareRow;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::model::{ListedOrganisation, PersonBrief, is_code};
use directory::service::organisations as directory_organisations;
use directory::store::{organisations as known, people};
use kernel::{Actor, Error, Id, May, OrgId, PersonId, Result, Timestamp};
use serde_json::json;
use std::collections::HashMap;

/// The longest purpose, in characters.
const LONGEST_PURPOSE: usize = 500;

/// Does something as the program itself, in another organisation, and goes on as before.
fn elsewhere<T>(tx: &mut Tx<'_>, org: OrgId, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
    as_actor(tx, Actor::system(org), work)
}

pub(crate) fn as_actor<T>(tx: &mut Tx<'_>, actor: Actor, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
    let own = tx.actor();
    tx.act_as(actor);
    let done = work(tx);
    tx.act_as(own);
    done
}

/// Shares are decided one after another: each concerns two organisations, their rooms and their records.
fn hold(tx: &mut Tx<'_>) -> Result<()> {
    tx.lock(Lock::Org(OrgId::from_raw(0)))
}

/// Locks some rooms, each in its turn.
fn hold_rooms(tx: &mut Tx<'_>, rooms: &[Option<RoomId>]) -> Result<()> {
    let mut rooms: Vec<i64> = rooms.iter().flatten().map(|room| room.raw()).collect();
    rooms.sort_unstable();
    rooms.into_iter().try_for_each(|room| tx.lock(Lock::Group(room)))
}

/// Those whom one can ask without knowing their codes, the first one first.
pub fn organisations(conn: &mut Conn<'_>) -> Result<Vec<ListedOrganisation>> {
    let here = conn.actor().org;
    let (own, mut listed) = directory_organisations::listed(conn, here)?;
    listed.retain(|one| own.as_ref().is_none_or(|own| own.code != one.code));
    Ok(listed)
}

/// A room of the actor's organisation that can be shared, with the shares of it that stand.
fn shareable(tx: &mut Tx<'_>, id: RoomId) -> Result<(RoomRow, Vec<ShareRow>)> {
    let (room, mine) = store::rooms::get(tx, id)?.ok_or_else(Error::not_found)?;
    policy::may_be_shared(&tx.actor(), &room, mine.as_ref())?;
    let org = tx.actor().org;
    let open = store::shares::open_of_room(tx, org, id)?;
    Ok((room, open))
}

/// Offers another organisation to share a room. Gives the share, and whether it is new: of each room one is offered to an organisation at a
/// time.
///
/// Errors: `not_found` for whoever does not administer all and for a room that they may not know of, `chat.not_shareable`,
/// `chat.archived`, `chat.guests_in_room`, `chat.own_organisation`, `chat.shared_already`, `chat.shared_from_elsewhere`, and of the fields.
pub fn offer(
    tx: &mut Tx<'_>,
    organisation: Option<&str>,
    room: RoomId,
    purpose: &str,
    address: &str,
) -> Result<(Share, bool)> {
    let actor = tx.actor();
    let code = organisation.map(str::trim);
    let peer = match code.is_none_or(is_code) {
        true => known::by_code(tx, code)?.ok_or_else(|| Error::field("organisation", "unknown"))?,
        false => return Err(Error::field("organisation", "unknown")),
    };
    if peer == actor.org {
        return Err(ChatRefusal::OwnOrganisation.into());
    }
    let purpose = checked_purpose(purpose)?;
    hold(tx)?;
    hold_rooms(tx, &[Some(room)])?;
    let (room, open) = shareable(tx, room)?;
    if open.iter().any(|share| share.direction == ShareDirection::Received) {
        return Err(ChatRefusal::SharedFromElsewhere.into());
    }
    let known = open.into_iter().find(|share| share.peer == peer);
    if let Some(known) = known {
        return match known.state {
            ShareState::Offered if known.purpose == purpose => Ok((one(tx, known)?, false)),
            _ => Err(ChatRefusal::SharedAlready.into()),
        };
    }
    let own = ShareRow {
        org: actor.org,
        id: tx.id(),
        peer,
        direction: ShareDirection::Offered,
        room: Some(room.id),
        their_room: None,
        purpose,
        state: ShareState::Offered,
        offered_at: tx.now(),
        offered_by: Some(actor.person),
        answered_at: None,
        answered_by: None,
        ended_at: None,
        ended_by: None,
    };
    let theirs = ShareRow {
        org: peer,
        peer: actor.org,
        direction: ShareDirection::Received,
        room: None,
        their_room: Some(room.name.clone()),
        offered_by: None,
        ..own.clone()
    };
    let own = policy::may_offer(&actor, own)?;
    let theirs = policy::on_the_other_side(&own, theirs)?;
    store::shares::insert(tx, &own)?;
    store::shares::insert(tx, &theirs)?;
    tell(tx, "chat.share_offered", &own, &theirs, address)?;
    Ok((one(tx, own.into_inner())?, true))
}

fn checked_purpose(purpose: &str) -> Result<String> {
    let purpose = purpose.trim();
    match text::graphemes(purpose) {
        0 => Err(Error::field("purpose", "missing")),
        count if count > LONGEST_PURPOSE => Err(Error::field("purpose", "too_long")),
        _ => Ok(purpose.to_owned()),
    }
}

/// What is decided about a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is agreed to, with a room of one's own.
    Agree(RoomId),
    /// It is declined.
    Decline,
    /// The offer is taken back.
    Withdraw,
    /// The room is shared no longer.
    End,
}

impl Answer {
    fn state(self) -> ShareState {
        match self {
            Self::Agree(_) => ShareState::Agreed,
            Self::Decline => ShareState::Declined,
            Self::Withdraw => ShareState::Withdrawn,
            Self::End => ShareState::Ended,
        }
    }

    fn act(self) -> &'static str {
        match self {
            Self::Agree(_) => "chat.share_agreed",
            Self::Decline => "chat.share_declined",
            Self::Withdraw => "chat.share_withdrawn",
            Self::End => "chat.share_ended",
        }
    }

    /// Whose it is to decide.
    fn direction(self) -> ShareDirection {
        match self {
            Self::Withdraw => ShareDirection::Offered,
            Self::Agree(_) | Self::Decline | Self::End => ShareDirection::Received,
        }
    }

    /// Whether just this was decided before; a second time changes nothing.
    fn stands(self, share: &ShareRow) -> bool {
        let same = match self {
            Self::Agree(room) => share.room == Some(room) && share.direction == ShareDirection::Received,
            Self::Decline | Self::Withdraw => share.direction == self.direction(),
            Self::End => true,
        };
        same && share.state == self.state()
    }
}

/// Decides about a share: agrees to it with a room of one's own, declines it, takes it back, or ends it. It is in both records, and on both
/// sides told by which organisation and not by whom.
///
/// Errors: `not_found` for whoever may not, `chat.share_answered`, `chat.share_not_agreed`, `chat.share_not_ready`, `chat.shared_already`, and
/// of the room those of [`offer`].
pub fn answer(tx: &mut Tx<'_>, id: ShareId, answer: Answer, address: &str) -> Result<Share> {
    let actor = tx.actor();
    hold(tx)?;
    let row = store::shares::get(tx, actor.org, id)?.ok_or_else(Error::not_found)?;
    let theirs = store::shares::get(tx, row.peer, id)?.ok_or_else(Error::not_found)?;
    let room = if let Answer::Agree(room) = answer { Some(room) } else { row.room };
    hold_rooms(tx, &[room, theirs.room])?;
    let owns = answer == Answer::End && owns(tx, row.room)?;
    if (actor.administers() || owns) && answer.stands(&row) {
        return one(tx, row);
    }
    let mut own = match answer {
        Answer::End => policy::may_end_share(&actor, owns, row)?,
        _ => policy::may_answer(&actor, answer.direction(), row)?,
    };
    let mut theirs = policy::on_the_other_side(&own, theirs)?;
    if let Answer::Agree(room) = answer {
        own.answered_by = Some(actor.person);
        let (room, open) = shareable(tx, room)?;
        if !open.is_empty() {
            return Err(ChatRefusal::SharedAlready.into());
        }
        let offered = elsewhere(tx, theirs.org, |tx| fit(tx, theirs.room))?.ok_or(ChatRefusal::ShareNotReady)?;
        own.room = Some(room.id);
        own.their_room = Some(offered.name);
        theirs.their_room = Some(room.name);
    }
    let now = tx.now();
    for (share, side) in [(&mut own, ShareSide::Us), (&mut theirs, ShareSide::Them)] {
        share.state = answer.state();
        match answer {
            Answer::End => (share.ended_at, share.ended_by) = (Some(now), Some(side)),
            _ => share.answered_at = Some(now),
        }
        store::shares::update(tx, share)?;
    }
    if matches!(answer, Answer::Agree(_) | Answer::End) {
        for (share, author) in [(&own, actor), (&theirs, author_of(&theirs))] {
            as_actor(tx, author, |tx| announce(tx, share))?;
        }
    }
    tell(tx, answer.act(), &own, &theirs, address)?;
    one(tx, own.into_inner())
}

/// Whether the actor owns a room.
fn owns(conn: &mut Conn<'_>, room: Option<RoomId>) -> Result<bool> {
    let Some(room) = room else { return Ok(false) };
    let mine = store::rooms::get(conn, room)?.and_then(|(_, mine)| mine);
    Ok(mine.is_some_and(|mine| mine.role == Role::Owner))
}

/// The room that was offered, if it can still be shared.
fn fit(conn: &mut Conn<'_>, room: Option<RoomId>) -> Result<Option<RoomRow>> {
    let Some(room) = room else { return Ok(None) };
    let found = store::rooms::get(conn, room)?;
    let actor = conn.actor();
    Ok(found.filter(|(room, mine)| policy::may_be_shared(&actor, room, mine.as_ref()).is_ok()).map(|(room, _)| room))
}

/// In whose name a room hears of what the other side decided: theirs who offered the share, or agreed to it.
fn author_of(theirs: &ShareRow) -> Actor {
    let by = theirs.offered_by.or(theirs.answered_by);
    Actor { person: by.unwrap_or(PersonId::from_raw(0)), ..Actor::system(theirs.org) }
}

/// Tells one side's room that it is shared from now on, or no longer, and brings who is there from the other side up to date.
fn announce(tx: &mut Tx<'_>, share: &ShareRow) -> Result<()> {
    let Some(id) = share.room else { return Ok(()) };
    store::shares::recount(tx, id)?;
    let (room, _) = store::rooms::get(tx, id)?.ok_or_else(Error::not_found)?;
    let code = if share.state == ShareState::Agreed { NoticeCode::Shared } else { NoticeCode::Unshared };
    let peer = known::get(tx, share.peer)?.map(|peer| peer.name);
    notice_in(tx, &room, Notice::saying(code, peer))?;
    let (room, _) = store::rooms::get(tx, id)?.ok_or_else(Error::not_found)?;
    let last = newest(tx, id)?;
    let told = Room { last, ..view::rooms(tx, vec![(room, None)])?.remove(0) };
    tx.emit(events::room_changed(&told));
    jobs::enqueue(tx, &FollowShare { share: share.id }, None)?;
    if share.state == ShareState::Ended {
        // What waits for a closed room waits no more.
        jobs::enqueue(tx, &CarryOver { share: share.id, to: share.org }, None)?;
    }
    partners::pass_on(tx, id, Some(share.id))
}

/// Remembers what was decided in both records, and tells the administrators on both sides.
fn tell(
    tx: &mut Tx<'_>,
    act: &'static str,
    own: &May<MayShare, ShareRow>,
    theirs: &May<MayShare, ShareRow>,
    address: &str,
) -> Result<()> {
    let own_name = known::get(tx, own.org)?.map(|one| one.name).unwrap_or_default();
    record(tx, act, own, None, address)?;
    elsewhere(tx, theirs.org, |tx| record(tx, act, theirs, Some(&own_name), ""))
}

/// `by` is the other organisation, if it was its act.
fn record(tx: &mut Tx<'_>, act: &'static str, share: &ShareRow, by: Option<&str>, address: &str) -> Result<()> {
    let peer = known::get(tx, share.peer)?.map(|peer| peer.name).unwrap_or_default();
    let mut detail = json!({ "organisation": peer, "purpose": share.purpose, "their_room": share.their_room });
    if let Some(by) = by {
        detail["by"] = json!(by);
    }
    let room = match share.room {
        Some(room) => store::rooms::get(tx, room)?.map(|(room, _)| room),
        None => None,
    };
    let subject = room.map_or_else(Subject::default, |room| Subject::of("room", room.id, &room.name));
    audit::record(tx, &Record { act, subject, detail, address })?;
    for administrator in identity::store::administrators(tx)? {
        tx.emit(events::shares_changed(administrator));
    }
    Ok(())
}

/// Shares of the actor's organisation, the newest first, one more than `limit` when there are more.
pub fn list(conn: &mut Conn<'_>, before: Option<(Timestamp, ShareId)>, limit: usize) -> Result<Vec<Share>> {
    let start = before.unwrap_or((Timestamp::from_micros(i64::MAX), Id::from_raw(i64::MAX)));
    let rows = store::shares::page(conn, start, limit + 1)?;
    shown(conn, rows)
}

fn one(conn: &mut Conn<'_>, row: ShareRow) -> Result<Share> {
    shown(conn, vec![row])?.pop().ok_or_else(Error::not_found)
}

/// Shares as the API shows them to their side.
fn shown(conn: &mut Conn<'_>, rows: Vec<ShareRow>) -> Result<Vec<Share>> {
    let all: HashMap<OrgId, ListedOrganisation> =
        known::views(conn)?.into_iter().map(|view| (view.id, view.into())).collect();
    let mut rooms: HashMap<RoomId, ShareRoom> = HashMap::new();
    for id in rows.iter().filter_map(|row| row.room) {
        // Of a private room only its members know, and administrators.
        let administers = conn.actor().administers();
        let knows =
            |(room, mine): &(RoomRow, Option<Mine>)| room.kind != RoomKind::Private || mine.is_some() || administers;
        if let Some((room, _)) = store::rooms::get(conn, id)?.filter(knows) {
            rooms.insert(id, ShareRoom { id, name: room.name });
        }
    }
    let ids: Vec<RoomId> = rooms.keys().copied().collect();
    let partners = store::partners::counts(conn, &ids)?;
    let by: Vec<PersonId> = rows.iter().filter_map(|row| row.offered_by).collect();
    let by: HashMap<PersonId, PersonBrief> =
        people::briefs(conn, &by)?.into_iter().map(|brief| (brief.id, brief)).collect();
    let shown = rows.into_iter().filter_map(|row| {
        // Of a room that they may not know of, its counterpart and its purpose would tell as much.
        let told = row.room.is_none_or(|room| rooms.contains_key(&room));
        Some(Share {
            id: row.id,
            direction: row.direction,
            // One that is gone cannot be named; nothing is shared with it any more.
            organisation: all.get(&row.peer)?.clone(),
            room: row.room.and_then(|room| rooms.get(&room).cloned()),
            their_room: row.their_room.filter(|_| told),
            purpose: if told { row.purpose } else { String::new() },
            state: row.state,
            offered_at: row.offered_at,
            offered_by: row.offered_by.and_then(|person| by.get(&person).cloned()),
            answered_at: row.answered_at,
            ended_at: row.ended_at,
            ended_by: row.ended_by,
            partners: partners.get(&row.id).copied().unwrap_or(0),
        })
    });
    Ok(shown.collect())
}

//! Making rooms and changing what they are.

use crate::events;
use crate::model::{
    Badge, ChatRefusal, Downloads, LARGEST_DIRECT, Mine, Notice, NoticeCode, Opening, Role, Room, RoomId, RoomKind,
    Rule, Thread,
};
use crate::policy;
use crate::service::sharing::{carrying, partners};
use crate::service::talk::notice;
use crate::service::{following, held, members, opening, view};
use crate::store;
use crate::store::members::Belonging;
use crate::store::rooms::RoomRow;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::model::{PersonBrief, UnitId};
use directory::service::barriers;
use directory::store::{people, units};
use kernel::{Error, PersonId, Result, Timestamp};
use serde_json::json;

/// The longest name of a room, in characters.
const LONGEST_NAME: usize = 80;
/// Threads with unread replies that the first screen shows, at most.
const UNREAD_THREADS: usize = 100;
/// The longest purpose, in characters.
pub(super) const LONGEST_PURPOSE: usize = 500;

/// What is needed for a room.
#[derive(Debug, Clone)]
pub struct NewRoom {
    /// The id that the client proposes; the same id again is the same room.
    pub id: RoomId,
    /// What sort.
    pub kind: RoomKind,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// For a unit's room: the unit.
    pub unit_id: Option<UnitId>,
    /// For a room by rule: the rule.
    pub rule: Option<Rule>,
    /// Who belongs to it besides those who belong by unit or rule.
    pub people: Vec<PersonId>,
    /// What it begins with.
    pub opening: Opening,
}

pub(super) fn checked_name(field: &str, name: &str) -> Result<String> {
    let name = name.trim();
    match text::graphemes(name) {
        0 => Err(Error::field(field, "missing")),
        count if count > LONGEST_NAME => Err(Error::field(field, "too_long")),
        _ => Ok(name.to_owned()),
    }
}

pub(super) fn checked_purpose(purpose: &str) -> Result<String> {
    let purpose = purpose.trim();
    if text::graphemes(purpose) > LONGEST_PURPOSE {
        return Err(Error::field("purpose", "too_long"));
    }
    Ok(purpose.to_owned())
}

/// Makes a room; the creator owns it. Gives the room, and whether it is new.
pub fn create(tx: &mut Tx<'_>, new: &NewRoom, address: &str) -> Result<(Room, bool)> {
    let actor = tx.actor();
    tx.lock_both(Lock::Org(actor.org), Lock::Group(new.id.raw()))?;
    if let Some((known, _)) = store::rooms::get(tx, new.id)? {
        if known.created_by != actor.person || known.kind != new.kind {
            return Err(ChatRefusal::IdTaken.into());
        }
        return Ok((view::room(tx, new.id)?, false));
    }
    // Another organisation's room, or a message: a room with its id would show the talk below that message.
    if store::rooms::exists(tx, new.id)? || store::messages::get(tx, new.id.cast())?.is_some() {
        return Err(ChatRefusal::IdTaken.into());
    }
    policy::may_create(&actor, new.kind)?;
    let begins_with = opening::checked(tx, new.opening.clone())?;
    let row =
        RoomRow { no_forwarding: begins_with.no_forwarding, downloads: begins_with.downloads, ..checked(tx, new)? };
    store::rooms::insert(tx, &row)?;
    let follows = matches!(row.kind, RoomKind::Unit | RoomKind::Rule);
    let mut joined: Vec<PersonId> = Vec::new();
    if !follows {
        let owner = Belonging::by_hand(Role::Owner);
        store::members::put(tx, row.id, actor.person, owner, 0)?;
        joined.push(actor.person);
    }
    let others: Vec<PersonId> = new.people.iter().copied().filter(|person| *person != actor.person).collect();
    for person in addable(tx, &others)?.into_iter().filter(|person| person.active) {
        policy::may_belong(person.outsider(), row.kind)?;
        let member = Belonging::by_hand(Role::Member);
        store::members::put(tx, row.id, person.id, member, 0)?;
        joined.push(person.id);
    }
    if follows {
        joined.extend(following::follow_quietly(tx, &row)?.joined);
        let detail = json!({ "name": row.name, "kind": row.kind });
        audit::record(
            tx,
            &Record { act: "chat.room_created", subject: Subject::of("room", row.id, &row.name), detail, address },
        )?;
    }
    store::rooms::recount(tx, row.id)?;
    if actor.person.raw() != 0 {
        notice(tx, row.id, Notice::saying(NoticeCode::Created, Some(row.name.clone())))?;
    }
    opening::say(tx, row.id, &begins_with, None)?;
    if joined.contains(&actor.person) {
        opening::lay_pages(tx, row.id, &begins_with)?;
    }
    members::tell_joined(tx, row.id, &joined)?;
    Ok((view::room(tx, row.id)?, true))
}

/// Those of some people whom the actor can find, all of whom they may bring into a room.
///
/// Errors: `chat.barred` when a contact barrier keeps them from it.
pub(super) fn addable(conn: &mut Conn<'_>, ids: &[PersonId]) -> Result<Vec<PersonBrief>> {
    let towards = barriers::towards(conn, ids)?;
    let found: Vec<PersonId> = ids.iter().copied().filter(|id| towards.contact(*id).find).collect();
    if found.iter().any(|id| !towards.contact(*id).add) {
        return Err(ChatRefusal::Barred.into());
    }
    people::briefs(conn, &found)
}

fn checked(tx: &mut Tx<'_>, new: &NewRoom) -> Result<RoomRow> {
    let (mut unit_id, mut rule) = (None, None);
    match new.kind {
        RoomKind::Unit => {
            let unit = new.unit_id.ok_or_else(|| Error::field("unit_id", "missing"))?;
            if units::all_units(tx)?.iter().all(|known| known.id != unit) {
                return Err(Error::field("unit_id", "unknown"));
            }
            if store::rooms::of_unit(tx, unit)?.is_some() {
                return Err(ChatRefusal::UnitHasRoom.into());
            }
            unit_id = Some(unit);
        }
        RoomKind::Rule => {
            let named = new.rule.clone().ok_or_else(|| Error::field("rule", "missing"))?;
            // Who is in it by name is added to it, as to any other.
            if !named.people.is_empty() {
                return Err(Error::field("rule", "invalid"));
            }
            rule = Some(named);
        }
        _ => {}
    }
    let (name, purpose) = (checked_name("name", &new.name)?, checked_purpose(&new.purpose)?);
    Ok(RoomRow { purpose, unit_id, rule, ..RoomRow::made(tx, new.id, new.kind, name) })
}

/// The direct room of the actor and some others, made when there is none. Without others it is a place for notes to
/// oneself.
///
/// Errors: `chat.barred` when a contact barrier keeps the actor from writing to one of them and there is no such room yet.
pub fn direct(tx: &mut Tx<'_>, others: &[PersonId]) -> Result<Room> {
    let actor = tx.actor();
    tx.lock(Lock::Org(actor.org))?;
    let mut everybody: Vec<PersonId> = others.to_vec();
    everybody.push(actor.person);
    everybody.sort();
    everybody.dedup();
    if everybody.len() > LARGEST_DIRECT + 1 {
        return Err(Error::field("people", "too_many"));
    }
    let known = people::briefs(tx, &everybody)?;
    if known.len() != everybody.len() || known.iter().any(|person| !person.active) {
        return Err(Error::field("people", "unknown"));
    }
    let key = direct_key(&everybody);
    if let Some(room) = store::rooms::direct(tx, &key)? {
        return view::room(tx, room.id);
    }
    let towards = barriers::towards(tx, &everybody)?;
    // Whom they cannot find is as nobody.
    if everybody.iter().any(|person| !towards.contact(*person).find) {
        return Err(Error::field("people", "unknown"));
    }
    if everybody.iter().any(|person| !towards.contact(*person).write) {
        return Err(ChatRefusal::Barred.into());
    }
    let id = tx.id();
    let row = RoomRow { direct_key: Some(key), ..RoomRow::made(tx, id, RoomKind::Direct, String::new()) };
    store::rooms::insert(tx, &row)?;
    for person in &everybody {
        let member = Belonging::by_hand(Role::Member);
        store::members::put(tx, row.id, *person, member, 0)?;
    }
    store::rooms::recount(tx, row.id)?;
    members::tell_joined(tx, row.id, &everybody)?;
    view::room(tx, row.id)
}

/// By what the direct room of exactly some people is found.
pub(super) fn direct_key(people: &[PersonId]) -> String {
    let people: std::collections::BTreeSet<PersonId> = people.iter().copied().collect();
    people.iter().map(PersonId::to_string).collect::<Vec<_>>().join(",")
}

/// What of a room changes.
#[derive(Debug, Clone)]
pub enum RoomChange {
    /// Its name.
    Name(String),
    /// What it is for.
    Purpose(String),
    /// Closed for writing, or open again.
    Archived(bool),
    /// What is said in it is not forwarded out of it, or may be again.
    NoForwarding(bool),
    /// Who may save its files.
    Downloads(Downloads),
}

/// Changes what a room is, and says so in it.
pub fn change(tx: &mut Tx<'_>, id: RoomId, changes: &[RoomChange], address: &str) -> Result<Room> {
    let (row, mine) = held(tx, id)?;
    let actor = tx.actor();
    let mut row = match changes {
        [RoomChange::Archived(false)] => policy::may_reopen(&actor, row, mine.as_ref())?,
        _ => policy::may_manage(&actor, row, mine.as_ref())?,
    };
    let mut notices = Vec::new();
    for change in changes {
        let (code, text) = match change {
            RoomChange::Name(name) => {
                let name = checked_name("name", name)?;
                if name == row.name {
                    continue;
                }
                if row.post().is_some() {
                    return Err(ChatRefusal::NamedAfterPost.into());
                }
                row.name = name.clone();
                (NoticeCode::Renamed, Some(name))
            }
            RoomChange::Purpose(purpose) => {
                let purpose = checked_purpose(purpose)?;
                if purpose == row.purpose {
                    continue;
                }
                row.purpose = purpose.clone();
                (NoticeCode::PurposeChanged, Some(purpose))
            }
            RoomChange::Archived(true) if row.archived_at.is_none() => {
                row.archived_at = Some(tx.now());
                (NoticeCode::Archived, None)
            }
            RoomChange::Archived(false) if row.archived_at.is_some() => {
                // Another room may have become the unit's meanwhile.
                if let Some(unit) = row.unit_id.filter(|_| row.kind == RoomKind::Unit)
                    && store::rooms::of_unit(tx, unit)?.is_some()
                {
                    return Err(ChatRefusal::UnitHasRoom.into());
                }
                row.archived_at = None;
                (NoticeCode::Reopened, None)
            }
            RoomChange::Archived(_) => continue,
            RoomChange::Downloads(who) if *who == row.downloads => continue,
            RoomChange::Downloads(who) if *who < row.least() => return Err(ChatRefusal::BelowFloor.into()),
            RoomChange::Downloads(who) => {
                row.downloads = *who;
                let code = match who {
                    Downloads::Everyone => NoticeCode::SavingAllowed,
                    Downloads::Staff => NoticeCode::SavingForStaff,
                    Downloads::Nobody => NoticeCode::SavingEnded,
                };
                (code, None)
            }
            RoomChange::NoForwarding(on) if *on == row.no_forwarding => continue,
            RoomChange::NoForwarding(on) => {
                row.no_forwarding = *on;
                (if *on { NoticeCode::ForwardingEnded } else { NoticeCode::ForwardingAllowed }, None)
            }
        };
        notices.push(Notice::saying(code, text));
    }
    if !notices.is_empty() {
        store::rooms::update(tx, &row)?;
        for told in notices {
            let detail = json!({ "code": told.code, "text": told.text });
            // Who may save what is the organisation's affair as well.
            let is_recorded = mine.is_none()
                || matches!(
                    told.code,
                    NoticeCode::SavingAllowed | NoticeCode::SavingForStaff | NoticeCode::SavingEnded
                );
            notice(tx, id, told)?;
            if is_recorded {
                let subject = Subject::of("room", id, &row.name);
                audit::record(tx, &Record { act: "chat.room_changed", subject, detail, address })?;
            }
        }
        let room = view::room(tx, id)?;
        tx.emit(events::room_changed(&Room { mine: None, ..room }));
        // Who belongs to it by unit or rule was not followed while it was closed, and what was said in the room of another organisation waits.
        if changes.iter().any(|change| matches!(change, RoomChange::Archived(false))) {
            following::follow(tx, id)?;
            carrying::come_in(tx, &row)?;
        }
        if row.shares > 0 {
            partners::pass_on(tx, id, None)?;
        }
    }
    view::room(tx, id)
}

/// Keeps the actor's choices about a room.
pub fn choose(tx: &mut Tx<'_>, id: RoomId, muted: bool, pinned: bool) -> Result<Mine> {
    let person = tx.actor().person;
    tx.lock_both(Lock::Inside(id.raw()), Lock::Person(person))?;
    store::rooms::mine(tx, person, id)?.ok_or_else(Error::not_found)?;
    store::rooms::set_choices(tx, id, muted, pinned)?;
    told_mine(tx, id)
}

/// Notes that the actor has read a room up to a number, or marks it unread from there.
pub fn read(tx: &mut Tx<'_>, id: RoomId, seq: i64, back: bool) -> Result<Mine> {
    let person = tx.actor().person;
    tx.lock_both(Lock::Inside(id.raw()), Lock::Person(person))?;
    let (room, mine) = super::room(tx, id)?;
    let Some(mine) = mine else { return Err(Error::not_found()) };
    let seq = seq.clamp(0, room.last_seq);
    let moved = match back {
        // What was said before somebody came counts neither as read nor as unread, for them and in the receipts.
        true => store::rooms::read_back(tx, id, seq.max(mine.joined_seq))?,
        false => {
            store::receipts::operator_has_read(tx, id, seq)?;
            store::rooms::read_up(tx, id, person, seq)?
        }
    };
    if moved {
        return told_mine(tx, id);
    }
    store::rooms::mine(tx, person, id)?.ok_or_else(Error::not_found)
}

fn told_mine(tx: &mut Tx<'_>, id: RoomId) -> Result<Mine> {
    let person = tx.actor().person;
    let mine = store::rooms::mine(tx, person, id)?.ok_or_else(Error::not_found)?;
    tx.emit(events::mine_changed(person, id, &mine));
    Ok(mine)
}

/// A page of the directory of open rooms, one more than `limit` when there are more.
pub fn open_rooms(
    conn: &mut Conn<'_>,
    words: Option<&str>,
    after: Option<(String, RoomId)>,
    limit: usize,
) -> Result<Vec<Room>> {
    let folded = words.map(text::fold).unwrap_or_default();
    let after = after.unwrap_or((String::new(), RoomId::from_raw(-1)));
    let rows = store::rooms::open(conn, &folded, &after, limit + 1)?;
    view::rooms(conn, rows)
}

/// A page of all rooms but direct ones, for administrators: what they are, not what is said in them.
pub fn all_rooms(
    conn: &mut Conn<'_>,
    words: Option<&str>,
    after: Option<(String, RoomId)>,
    limit: usize,
) -> Result<Vec<Room>> {
    let folded = words.map(text::fold).unwrap_or_default();
    let after = after.unwrap_or((String::new(), RoomId::from_raw(-1)));
    let rows = store::rooms::administered(conn, &folded, &after, limit + 1)?;
    let mut rooms = view::rooms(conn, rows.into_iter().map(|row| (row, None)).collect())?;
    for room in &mut rooms {
        room.last = None;
    }
    Ok(rooms)
}

/// What the first screen needs of the talk.
pub struct Overview {
    /// The actor's rooms, the most recent first.
    pub rooms: Vec<Room>,
    /// Followed threads with unread replies.
    pub threads: Vec<Thread>,
    /// Drafts.
    pub drafts: Vec<crate::model::Draft>,
    /// How much of what they have put off waits.
    pub later: crate::model::Later,
    /// Everybody named in the above.
    pub people: Vec<PersonBrief>,
}

/// What the first screen needs.
pub fn overview(conn: &mut Conn<'_>) -> Result<Overview> {
    let rows = store::rooms::all_mine(conn)?.into_iter().map(|(room, mine)| (room, Some(mine))).collect();
    let rooms = view::rooms(conn, rows)?;
    let threads = store::threads::followed_unread(conn, UNREAD_THREADS)?;
    let drafts = store::personal::drafts(conn)?;
    let later = super::planned::counted(conn)?;
    let mut ids: Vec<PersonId> = rooms.iter().flat_map(|room| room.people.iter().copied()).collect();
    ids.extend(rooms.iter().filter_map(|room| room.last.as_ref()).map(|last| last.author_id));
    ids.extend(threads.iter().flat_map(|thread| thread.participants.iter().copied()));
    ids.sort();
    ids.dedup();
    let people = people::briefs(conn, &ids)?;
    Ok(Overview { rooms, threads, drafts, later, people })
}

/// What of the first screen waits for the actor, counted.
pub fn badge(conn: &mut Conn<'_>) -> Result<Badge> {
    let rooms = store::rooms::all_mine(conn)?;
    let threads = store::threads::followed_unread(conn, UNREAD_THREADS)?;
    let of_rooms = rooms.iter().map(|(room, mine)| {
        let kind = (room.kind == RoomKind::Direct, room.archived_at.is_some());
        Badge::of_room(kind, room.last_seq, mine)
    });
    let of_threads = threads.iter().filter_map(|thread| Some(Badge::of_thread(thread.last_seq, thread.mine.as_ref()?)));
    Ok(of_rooms.chain(of_threads).sum())
}

/// The cursor of a room in a list by name.
pub fn name_key(room: &Room) -> (String, RoomId) {
    (text::fold(&room.name), room.id)
}

/// The moment and id by which the thread inbox goes on.
pub fn thread_key(thread: &Thread) -> (Timestamp, crate::model::MessageId) {
    (thread.last_at, thread.id)
}

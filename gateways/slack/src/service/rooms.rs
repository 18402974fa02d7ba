//! Channels become rooms. People come to a room when all its talk is there, so that nobody sees half of it.

use crate::model::Report;
use crate::parse::User;
use crate::service::check::{Sort, Talk};
use crate::service::translate::{Names, Translator, called, instant};
use crate::store::{self, Kind};
use chat::model::{LARGEST_DIRECT, Role, RoomId, RoomKind};
use chat::service::carry::{self, OldRoom};
use db::{Db, Lock, Tx};
use kernel::{Actor, Id, PersonId, Result, Timestamp};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Rooms made in one transaction.
const BATCH: usize = 100;
/// The longest name of a room.
const LONGEST_NAME: usize = 80;

/// A room that a channel becomes.
pub struct Planned {
    /// The channel's id.
    pub slack_id: String,
    /// As it is carried in; its id is the one it has, or zero when it is to be made.
    pub old: OldRoom,
    /// Members by user id.
    pub members: BTreeMap<PersonId, (Role, String)>,
}

/// What a channel is to become.
fn plan(talk: &Talk, names: &Names, users: &HashMap<&str, &User>, now: Timestamp) -> Planned {
    let channel = &talk.channel;
    let mut members: BTreeMap<PersonId, (Role, String)> = BTreeMap::new();
    for user in &channel.members.0 {
        if let Some(person) = names.people.get(user) {
            let role = if *user == channel.creator { Role::Owner } else { Role::Member };
            // Two users who are one person here own the room when either did.
            let known = members.entry(*person).or_insert((role, user.clone()));
            if role == Role::Owner {
                known.0 = Role::Owner;
            }
        }
    }
    // With a program or a stranger in it a talk is not one among people here, and gets a room with a name.
    let complete = channel.members.0.iter().all(|user| names.people.contains_key(user));
    let among_people = complete && !members.is_empty() && members.len() <= LARGEST_DIRECT + 1;
    let kind = match talk.sort {
        Sort::Public => RoomKind::Open,
        Sort::Group | Sort::Direct if among_people => RoomKind::Direct,
        Sort::Private | Sort::Group | Sort::Direct => RoomKind::Private,
    };
    let name = match (kind, talk.sort) {
        (RoomKind::Direct, _) => String::new(),
        (_, Sort::Direct | Sort::Group) => among(talk, names, users),
        _ => channel.name.clone(),
    };
    if kind == RoomKind::Direct {
        members.values_mut().for_each(|(role, _)| *role = Role::Member);
    } else if members.values().all(|(role, _)| *role != Role::Owner) {
        // Whoever made it is no member any more: a room needs somebody who can name and close it.
        if let Some((role, _)) = members.values_mut().next() {
            *role = Role::Owner;
        }
    }
    let translator = Translator::new(names, &channel.id);
    let mut purpose: Vec<String> = Vec::new();
    for described in [&channel.purpose, &channel.topic] {
        let words = translator.plain(described.value.get().unwrap_or_default());
        if !words.is_empty() && !purpose.contains(&words) {
            purpose.push(words);
        }
    }
    let created = channel.created.number().filter(|second| *second > 0).map(super::second);
    let old = OldRoom {
        id: Id::from_raw(0),
        kind,
        name: text::truncate(&name, LONGEST_NAME).to_owned(),
        purpose: if kind == RoomKind::Direct { String::new() } else { purpose.join(" / ") },
        unit_id: None,
        rule: None,
        created_at: created.or(talk.first.map(instant)).unwrap_or(now),
        archived_at: channel.is_archived.then(|| talk.archived_at.map_or(now, instant)),
        members: members.iter().map(|(person, (role, _))| (*person, *role)).collect(),
    };
    Planned { slack_id: channel.id.clone(), old, members }
}

/// Who is in a talk, as the name of its room.
fn among(talk: &Talk, names: &Names, users: &HashMap<&str, &User>) -> String {
    let mut all: Vec<&str> = talk.channel.members.0.iter().map(String::as_str).collect();
    // Programs and strangers first: they are why the room needs a name.
    all.sort_by_key(|user| names.people.contains_key(*user));
    all.dedup();
    let called: Vec<&str> = all.into_iter().map(|user| users.get(user).map_or(user, |user| called(user))).collect();
    if called.is_empty() { format!("Slack {}", talk.channel.id) } else { called.join("、") }
}

/// Makes the rooms that are not here yet. Gives them all in the order of the talks; `names` knows them afterwards.
pub fn carry(
    db: &Db,
    actor: Actor,
    talks: &[Talk],
    users: &[User],
    names: &mut Names,
    report: &mut Report,
) -> Result<Vec<Arc<Planned>>> {
    let now = db.clock().now();
    let by_id: HashMap<&str, &User> = users.iter().map(|user| (user.id.as_str(), user)).collect();
    let mut planned: Vec<Planned> = talks.iter().map(|talk| plan(talk, names, &by_id, now)).collect();
    let known = db.read_now(actor, |conn| store::all(conn, Kind::Room))?;
    let mut fresh = Vec::new();
    for (place, room) in planned.iter_mut().enumerate() {
        match known.get(&room.slack_id) {
            Some(id) => {
                room.old.id = Id::from_raw(*id);
                report.channels.already += 1;
            }
            None => fresh.push(place),
        }
    }
    report.channels.carried += fresh.len() as u64;
    for chunk in fresh.chunks(BATCH) {
        let wanted: Arc<Vec<(String, OldRoom)>> = Arc::new(
            chunk.iter().map(|place| (planned[*place].slack_id.clone(), planned[*place].old.clone())).collect(),
        );
        let made = db
            .write_now(actor, move |tx| wanted.iter().map(|(id, old)| make(tx, id, old)).collect::<Result<Vec<_>>>())?;
        for (place, id) in chunk.iter().zip(made) {
            planned[*place].old.id = id;
        }
    }
    for room in &planned {
        names.rooms.insert(room.slack_id.clone(), room.old.id);
    }
    Ok(planned.into_iter().map(Arc::new).collect())
}

fn make(tx: &mut Tx<'_>, slack_id: &str, old: &OldRoom) -> Result<RoomId> {
    tx.lock(Lock::Org(tx.actor().org))?;
    let mut old = old.clone();
    let people: Vec<String> = old.members.iter().map(|(person, _)| person.to_string()).collect();
    let existing = match old.kind {
        RoomKind::Direct => chat::store::rooms::direct(tx, &people.join(","))?,
        _ => None,
    };
    let id = match existing {
        Some(room) => room.id,
        None => {
            old.id = tx.id();
            carry::make_room(tx, &old)?;
            old.id
        }
    };
    store::put(tx, Kind::Room, slack_id, id.raw())?;
    if old.kind == RoomKind::Direct {
        // A direct room is its people: it may be opened by them before all its talk is there.
        let at = tx.now();
        carry::join(tx, id, &old.members, at)?;
    }
    Ok(id)
}

/// Brings some of a channel's members whom no earlier run brought: who left the room since then stays away.
pub fn bring(tx: &mut Tx<'_>, room: &Planned, crowd: &[PersonId]) -> Result<Vec<PersonId>> {
    tx.lock(Lock::Group(room.old.id.raw()))?;
    let key = |person: &PersonId| format!("{}/{}", room.slack_id, room.members[person].1);
    let items: Vec<(String, i64)> = crowd.iter().map(|person| (key(person), person.raw())).collect();
    let brought = store::put_all(tx, Kind::Member, &items)?;
    let new = crowd.iter().filter(|person| brought.contains(&key(person)));
    let new: Vec<(PersonId, Role)> = new.map(|person| (*person, room.members[person].0)).collect();
    let at = tx.now();
    carry::join(tx, room.old.id, &new, at)
}

/// Closes a room that was closed there, and notes that it is done with.
pub fn close(tx: &mut Tx<'_>, room: &Planned) -> Result<()> {
    tx.lock(Lock::Group(room.old.id.raw()))?;
    let key = &room.slack_id;
    // Whoever opened it here again had a reason, so it is closed once.
    if let Some(at) = room.old.archived_at.filter(|_| room.old.kind != RoomKind::Direct)
        && store::put(tx, Kind::Archived, key, room.old.id.raw())?
    {
        carry::archive(tx, room.old.id, at)?;
    }
    store::put(tx, Kind::Finished, key, room.old.id.raw()).map(|_| ())
}

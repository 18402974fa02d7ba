//! 転送: what was said in one room is sent on to others, with a note, as it was at that moment. The server decides who may, and warns of who
//! would read it who could not before; what is taken back at its source is gone from what forwarded it.

use crate::events;
use crate::jobs::EmptyForwards;
use crate::model::{
    Answered, Beyond, ChatRefusal, Forwarded, LONGEST_BODY, MOST_FORWARDED, Message, MessageId, NAMED_OUTSIDERS,
    RoomId, RoomKind, checked_words,
};
use crate::policy;
use crate::service::number_guard;
use crate::service::sharing::carrying;
use crate::service::talk::say_in_room;
use crate::service::view;
use crate::store;
use crate::store::carried::{Happening, What};
use crate::store::messages::MessageRow;
use crate::store::rooms::RoomRow;
use db::{Conn, Db, Lock, Tx};
use directory::service::barriers;
use directory::store::people;
use kernel::{Actor, Error, PersonId, Result};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Where a forward goes, and as which message: the same id again is the same message.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The room.
    pub room: RoomId,
    /// The id that the client proposes.
    pub id: MessageId,
}

/// What somebody sends on.
#[derive(Debug, Clone)]
pub struct Forwarding {
    /// Which messages.
    pub messages: Vec<MessageId>,
    /// Where to.
    pub targets: Vec<Target>,
    /// What they say to it; may be nothing.
    pub note: String,
    /// Of how much they were warned.
    pub confirmed: i64,
    /// What they answered about a personal number in it.
    pub answered: Option<Answered>,
}

/// Sends messages on to some rooms, all of them or none. Gives the new messages, and whether they are new.
///
/// Errors: those of saying something in each room; `not_found` for messages that the actor may not read, `chat.withdrawn`,
/// `chat.no_forwarding`, `chat.too_long`, `chat.leaves_circle` when more people would read it than were confirmed.
pub fn forward(tx: &mut Tx<'_>, asked: &Forwarding) -> Result<(Vec<Message>, bool)> {
    let actor = tx.actor();
    check_count("messages", asked.messages.len())?;
    check_count("targets", asked.targets.len())?;
    let wanted: BTreeSet<RoomId> = asked.targets.iter().map(|target| target.room).collect();
    let ids: BTreeSet<MessageId> = asked.targets.iter().map(|target| target.id).collect();
    if wanted.len() != asked.targets.len() || ids.len() != asked.targets.len() {
        return Err(Error::field("targets", "twice"));
    }
    // The room of a message never changes, so it may be asked before the locks.
    let sources = store::messages::by_ids(tx, &asked.messages)?;
    for room in sources.iter().map(|row| row.room).chain(wanted.iter().copied()).collect::<BTreeSet<RoomId>>() {
        tx.lock(Lock::Group(room.raw()))?;
    }
    tx.lock(Lock::Person(actor.person))?;
    let (mut known, mut places) = (Vec::new(), Vec::new());
    for target in &asked.targets {
        let found = store::rooms::for_saying(tx, target.room, target.id, target.room.cast())?;
        let (room, mine) = super::seen(&actor, found.room)?;
        if found.known {
            let row = store::messages::get(tx, target.id)?;
            let row = row.filter(|row| row.author == actor.person && row.room == target.room);
            policy::may_read(&actor, room, mine.as_ref())?;
            known.push(row.ok_or(ChatRefusal::IdTaken)?);
        } else if found.taken {
            return Err(ChatRefusal::IdTaken.into());
        } else {
            places.push((policy::may_write(&actor, room, mine.as_ref())?.into_inner(), target.id));
        }
    }
    if places.is_empty() {
        let known = known.into_iter().map(|row| view::message_for(tx, row, actor.person));
        return Ok((known.collect::<Result<_>>()?, false));
    }
    if !known.is_empty() {
        return Err(ChatRefusal::IdTaken.into());
    }
    let note = checked_words(&asked.note, true)?;
    let gathered = gather(tx, &asked.messages, &|room| wanted.iter().any(|target| *target != room))?;
    let mut weight = 0;
    for (room, _) in &places {
        weight += beyond(tx, &gathered.circles, room)?.weight();
    }
    if weight > asked.confirmed {
        return Err(ChatRefusal::LeavesCircle.into());
    }
    let (now, tick, operator) = (tx.now(), tx.tick()?, super::operator(tx)?);
    let mut said = Vec::new();
    let mut words: Vec<&str> = gathered.entries.iter().map(|entry| entry.body.as_str()).collect();
    words.push(&note);
    for (room, id) in places {
        number_guard::check(tx, &room, &words, asked.answered.as_ref())?;
        let mut row = MessageRow::words(room.id, id, actor.person, note.clone(), now, tick);
        row.extra.operator = operator.clone();
        row.extra.forwarded = gathered.entries.clone();
        row.everyone = text::mentions(&row.body).everyone;
        store::forwards::put(tx, id, &gathered.sources)?;
        said.push(say_in_room(tx, &room, row)?);
        carrying::note(tx, &room, &Happening::to(id, What::Said), None)?;
    }
    Ok((said, true))
}

/// Who would read what is to be forwarded who cannot where it was said, for each place that it is for.
///
/// Errors: those of [`forward`], but for the confirmation.
pub fn preview(
    conn: &mut Conn<'_>,
    messages: &[MessageId],
    rooms: &[RoomId],
    others: &[PersonId],
) -> Result<Vec<Beyond>> {
    let actor = conn.actor();
    check_count("messages", messages.len())?;
    if rooms.len() + others.len() > MOST_FORWARDED {
        return Err(Error::field("targets", "too_many"));
    }
    let leaves = |room: RoomId| !others.is_empty() || rooms.iter().any(|target| *target != room);
    let gathered = gather(conn, messages, &leaves)?;
    let mut found = Vec::new();
    for id in rooms {
        let (room, mine) = super::room(conn, *id)?;
        let room = policy::may_write(&actor, room, mine.as_ref())?;
        found.push(beyond(conn, &gathered.circles, &room)?);
    }
    let towards = barriers::towards(conn, others)?;
    let briefs = people::briefs(conn, others)?;
    if briefs.len() != others.len() || briefs.iter().any(|person| !person.active || !towards.contact(person.id).find) {
        return Err(Error::field("people", "unknown"));
    }
    for person in briefs {
        let outside = person.guest || person.bot;
        let new = !gathered.circles.iter().all(|circle| circle.holds(person.id, outside || person.partner));
        let outsiders = if new && outside { vec![person.clone()] } else { Vec::new() };
        found.push(Beyond {
            room_id: None,
            person_id: Some(person.id),
            people: i64::from(new),
            everyone: false,
            outsider_count: i64::from(!outsiders.is_empty()),
            outsiders,
            organisations: Vec::new(),
        });
    }
    Ok(found)
}

fn check_count(field: &str, count: usize) -> Result<()> {
    match count {
        0 => Err(Error::field(field, "required")),
        1..=MOST_FORWARDED => Ok(()),
        _ => Err(Error::field(field, "too_many")),
    }
}

/// Who can read in a room.
struct Circle {
    people: HashSet<PersonId>,
    open: bool,
}

impl Circle {
    fn of(conn: &mut Conn<'_>, room: &RoomRow) -> Result<Self> {
        let mut people: HashSet<PersonId> = store::members::of(conn, room.id)?.into_keys().collect();
        if room.shares > 0 {
            people.extend(store::partners::in_room(conn, room.id)?.into_iter().map(|(person, _)| person));
        }
        Ok(Self { people, open: room.kind == RoomKind::Open })
    }

    /// Whether somebody, of the staff or not, can read there.
    fn holds(&self, person: PersonId, outside: bool) -> bool {
        self.people.contains(&person) || (self.open && !outside)
    }
}

/// What is forwarded, what each of it stands on, and who can read it now.
struct Gathered {
    entries: Vec<Forwarded>,
    sources: Vec<BTreeSet<MessageId>>,
    circles: Vec<Circle>,
}

/// Takes messages as they are now, in the order in which they were said. What one of them forwards goes on as what it is, after the note.
fn gather(conn: &mut Conn<'_>, ids: &[MessageId], leaves: &dyn Fn(RoomId) -> bool) -> Result<Gathered> {
    let actor = conn.actor();
    let mut rows = store::messages::by_ids(conn, ids)?;
    if rows.len() != ids.iter().collect::<BTreeSet<_>>().len() {
        return Err(Error::not_found());
    }
    // Of two in the same moment, the one that was named first.
    rows.sort_by_key(|row| (row.sent_at, ids.iter().position(|id| *id == row.id)));
    let mut gathered = Gathered { entries: Vec::new(), sources: Vec::new(), circles: Vec::new() };
    let mut rooms: HashMap<RoomId, RoomRow> = HashMap::new();
    for row in as_they_stand(conn, rows)? {
        let (room, mine) = super::room(conn, row.room)?;
        let row = policy::may_forward(&actor, row, room.clone(), mine.as_ref(), leaves(room.id))?.into_inner();
        if rooms.insert(room.id, room.clone()).is_none() {
            gathered.circles.push(Circle::of(conn, &room)?);
        }
        let passed =
            if row.extra.forwarded.is_empty() { HashMap::new() } else { store::forwards::sources(conn, row.id)? };
        if !row.body.is_empty() || row.extra.forwarded.is_empty() {
            gathered.entries.push(entry(&row));
            gathered.sources.push(BTreeSet::from([row.id]));
        }
        for (place, forwarded) in row.extra.forwarded.into_iter().enumerate().filter(|(_, one)| !one.withdrawn) {
            let mut sources = passed.get(&place).cloned().unwrap_or_default();
            sources.insert(row.id);
            gathered.entries.push(forwarded);
            gathered.sources.push(sources);
        }
    }
    check_rooms_before(conn, &gathered.sources, leaves)?;
    match gathered.entries.len() {
        0 => return Err(ChatRefusal::Withdrawn.into()),
        1..=MOST_FORWARDED => {}
        _ => return Err(Error::field("messages", "too_many")),
    }
    if gathered.entries.iter().map(|entry| text::graphemes(&entry.body)).sum::<usize>() > LONGEST_BODY {
        return Err(ChatRefusal::TooLong.into());
    }
    Ok(gathered)
}

/// What somebody forbade to leave its room does not go on from where it had come before that.
fn check_rooms_before(
    conn: &mut Conn<'_>,
    sources: &[BTreeSet<MessageId>],
    leaves: &dyn Fn(RoomId) -> bool,
) -> Result<()> {
    let passed: BTreeSet<MessageId> = sources.iter().filter(|all| all.len() > 1).flatten().copied().collect();
    let passed: Vec<MessageId> = passed.into_iter().collect();
    let rooms: HashSet<RoomId> = store::messages::by_ids(conn, &passed)?.into_iter().map(|row| row.room).collect();
    let rooms: Vec<RoomId> = rooms.into_iter().filter(|room| leaves(*room)).collect();
    let rooms = if rooms.is_empty() { HashMap::new() } else { store::rooms::get_all(conn, &rooms)? };
    if rooms.values().any(|(room, _)| room.no_forwarding) {
        return Err(ChatRefusal::NoForwarding.into());
    }
    Ok(())
}

fn entry(row: &MessageRow) -> Forwarded {
    Forwarded {
        message_id: Some(row.id),
        room_id: Some(row.room),
        thread_id: row.thread(),
        seq: row.seq,
        author_id: Some(row.author),
        via: row.via.clone(),
        operator: row.extra.operator.clone(),
        as_post: row.extra.as_post.clone(),
        body: row.body.clone(),
        files: row.extra.files.iter().map(|file| file.name.clone()).collect(),
        sent_at: row.sent_at,
        withdrawn: false,
    }
}

/// Who reads in a room and could not in all of some circles.
fn beyond(conn: &mut Conn<'_>, circles: &[Circle], room: &RoomRow) -> Result<Beyond> {
    let there = Circle::of(conn, room)?;
    let partners: HashMap<PersonId, _> = match room.shares {
        0 => HashMap::new(),
        _ => store::partners::in_room(conn, room.id)?.into_iter().collect(),
    };
    let outsiders: HashSet<PersonId> = store::forwards::outsiders(conn, room.id)?.into_iter().collect();
    let is_new = |person: &&PersonId| {
        let outside = outsiders.contains(person) || partners.contains_key(person);
        !circles.iter().all(|circle| circle.holds(**person, outside))
    };
    let new: Vec<PersonId> = there.people.iter().filter(is_new).copied().collect();
    let outside: Vec<PersonId> = new.iter().filter(|person| outsiders.contains(person)).copied().collect();
    let by: HashSet<_> = new.iter().filter_map(|person| partners.get(person)).collect();
    let shared = if by.is_empty() { HashMap::new() } else { store::shares::shared_with(conn, &[room.id])? };
    let organisations = shared.into_values().flatten().filter(|with| by.contains(&with.share)).map(|with| with.name);
    let mut named = people::briefs(conn, &outside)?;
    named.truncate(NAMED_OUTSIDERS);
    Ok(Beyond {
        room_id: Some(room.id),
        person_id: None,
        people: i64::try_from(new.len()).expect("fewer people than that"),
        everyone: there.open && circles.iter().any(|circle| !circle.open),
        outsider_count: i64::try_from(outside.len()).expect("fewer people than that"),
        outsiders: named,
        organisations: organisations.collect(),
    })
}

/// Messages without what was taken back at its source, whether or not that has been taken out of them yet.
pub fn as_they_stand(conn: &mut Conn<'_>, mut rows: Vec<MessageRow>) -> Result<Vec<MessageRow>> {
    let stands = |row: &&MessageRow| row.extra.forwarded.iter().any(|forwarded| !forwarded.withdrawn);
    let ids: Vec<MessageId> = rows.iter().filter(stands).map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(rows);
    }
    let gone = store::forwards::withdrawn(conn, &ids)?;
    for row in &mut rows {
        let forwarded = row.extra.forwarded.iter_mut().enumerate();
        forwarded.filter(|(place, _)| gone.contains(&(row.id, *place))).for_each(|(_, one)| one.take_back());
    }
    Ok(rows)
}

/// A message was taken back: what forwarded it follows.
pub(crate) fn let_go(tx: &mut Tx<'_>, id: MessageId) -> Result<()> {
    if store::forwards::of_source(tx, id)?.is_empty() {
        return Ok(());
    }
    jobs::enqueue(tx, &EmptyForwards { message: id }, None)
}

/// Saves what a message forwards now, and tells.
pub(crate) fn replace(tx: &mut Tx<'_>, mut row: MessageRow) -> Result<MessageRow> {
    row.tick = store::messages::set_extra(tx, &row)?;
    let message = view::message(tx, row.clone())?;
    tx.emit(events::message_changed(&message));
    Ok(row)
}

/// Runs the job: takes the words of a message that was taken back out of each that forwarded it, and tells.
pub fn empty(db: &Db, actor: Actor, job: &EmptyForwards) -> Result<()> {
    let message = job.message;
    for id in db.read_now(actor, move |conn| store::forwards::of_source(conn, message))? {
        db.write_now(actor, move |tx| empty_one(tx, id))?;
    }
    Ok(())
}

fn empty_one(tx: &mut Tx<'_>, id: MessageId) -> Result<()> {
    let Some(at) = store::messages::get(tx, id)? else { return Ok(()) };
    tx.lock(Lock::Group(at.room.raw()))?;
    let Some(held) = store::messages::get(tx, id)? else { return Ok(()) };
    let before = held.extra.forwarded.clone();
    let row = as_they_stand(tx, vec![held])?.remove(0);
    if row.withdrawn_at.is_some() || row.extra.forwarded == before {
        return Ok(());
    }
    let row = replace(tx, row)?;
    let Some((room, _)) = store::rooms::get(tx, row.room)? else { return Ok(()) };
    carrying::note(tx, &room, &Happening::to(id, What::Reworded), None)
}

//! 転送: what was said in one room is sent on to others, with a note, as it was at that moment. The server decides who may, and warns of who
//! would read it who could not before; what is taken back at its source is gone from what forwarded it.

use super::circles::{Circle, Newly};
use crate::events;
use crate::jobs::EmptyForwards;
use crate::model::{
    Answered, Beyond, ChatRefusal, FileReference, Forwarded, LONGEST_BODY, MOST_FORWARDED, MOST_FORWARDED_FILES,
    MOST_STANDING, Message, MessageId, RoomId, checked_words, words_of,
};
use crate::policy;
use crate::service::rooms::direct_key;
use crate::service::sharing::carrying;
use crate::service::talk::say_in_room;
use crate::service::view;
use crate::service::{downloads, files, number_guard, off_hours, versions};
use crate::store;
use crate::store::carried::{Happening, What};
use crate::store::forwards::{Source, Standing};
use crate::store::messages::MessageRow;
use crate::store::rooms::RoomRow;
use ::files::model::FileId;
use db::{Conn, Db, Lock, Tx};
use directory::service::barriers;
use directory::store::barriers::hidden;
use directory::store::partners::homes;
use directory::store::{organisations, people};
use kernel::{Actor, Error, PersonId, Result};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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
    /// Of whom they were warned.
    pub confirmed: Option<String>,
    /// Who was using the shared account when they began, as far as the client says.
    pub operator: Option<PersonId>,
    /// What they answered about a personal number in it.
    pub answered: Option<Answered>,
}

/// Sends messages on to some rooms, all of them or none. Where a message is known already it was sent on before, and stays as it is. Gives the
/// messages, and whether one of them is new.
///
/// Errors: those of saying something in each room; `not_found` for messages that the actor may not read, `chat.withdrawn`,
/// `chat.no_forwarding`, `chat.no_downloads`, `chat.too_long`, `chat.leaves_circle` when others would read it than were confirmed.
pub fn forward(tx: &mut Tx<'_>, asked: &Forwarding) -> Result<(Vec<Message>, bool)> {
    let actor = tx.actor();
    check_count("messages", asked.messages.len())?;
    check_count("targets", asked.targets.len())?;
    let wanted: BTreeSet<RoomId> = asked.targets.iter().map(|target| target.room).collect();
    let ids: BTreeSet<MessageId> = asked.targets.iter().map(|target| target.id).collect();
    if wanted.len() != asked.targets.len() || ids.len() != asked.targets.len() {
        return Err(Error::field("targets", "twice"));
    }
    // The rooms of a message and of what it stands on never change, so they may be asked before the locks.
    let mut rooms: BTreeSet<RoomId> = store::forwards::rooms(tx, &asked.messages)?.into_iter().collect();
    rooms.extend(store::forwards::sources(tx, &asked.messages)?.into_iter().map(|source| source.room));
    for room in rooms.union(&wanted) {
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
    let known = known.into_iter().map(|row| view::message_for(tx, row, actor.person));
    let mut said: Vec<Message> = known.collect::<Result<_>>()?;
    if places.is_empty() {
        return Ok((said, false));
    }
    if asked.operator.is_some() && asked.operator != actor.operator {
        return Err(ChatRefusal::OtherOperator.into());
    }
    let note = checked_words(&asked.note, true)?;
    let gathered = gather(tx, &asked.messages, &|room| places.iter().any(|(target, _)| target.id != room))?;
    check_confirmed(tx, &gathered.circles, &places, asked.confirmed.as_deref())?;
    let (now, tick, operator) = (tx.now(), tx.tick()?, super::operator(tx)?);
    let carried = files::rows_of(tx, gathered.entries.iter().flat_map(|entry| &entry.files))?;
    let mut words: Vec<&str> = gathered.entries.iter().map(|entry| entry.body.as_str()).collect();
    let said_of: Vec<String> = gathered.entries.iter().map(|entry| words_of(&entry.headings)).collect();
    words.extend(said_of.iter().map(String::as_str));
    words.push(&note);
    for (room, id) in places {
        number_guard::check(tx, &room, &words, asked.answered.as_ref())?;
        let mut row = MessageRow::words(room.id, id, actor.person, note.clone(), now, tick);
        row.extra.operator = operator.clone();
        row.extra.forwarded = gathered.entries.clone();
        row.everyone = text::mentions(&row.body).everyone;
        store::forwards::put(tx, id, &gathered.standing)?;
        files::pass_on(tx, &row, &carried)?;
        said.push(say_in_room(tx, &room, row)?);
        off_hours::count_own(tx, room.kind, &note)?;
        versions::settle(tx, room.id, &carried.iter().map(|file| file.id).collect::<Vec<_>>())?;
        carrying::note(tx, &room, &Happening::to(id, What::Said), None)?;
    }
    Ok((said, true))
}

fn check_confirmed(
    conn: &mut Conn<'_>,
    circles: &[Circle],
    places: &[(RoomRow, MessageId)],
    confirmed: Option<&str>,
) -> Result<()> {
    let mut newly = Newly::default();
    for (room, _) in places {
        newly.join(&Newly::in_room(conn, circles, room)?);
        // Whoever confirmed nothing need not wait until all are counted.
        if confirmed.is_none() && !newly.is_empty() {
            break;
        }
    }
    match newly.confirmation() {
        Some(needed) if Some(needed.as_str()) != confirmed => Err(ChatRefusal::LeavesCircle.into()),
        _ => Ok(()),
    }
}

/// Who would read what is to be forwarded who cannot where it was said, for each place that it is for, and what confirms that; nothing when
/// it stays in its circle.
///
/// Errors: those of [`forward`], but for the confirmation, and those of opening a direct room.
pub fn preview(
    conn: &mut Conn<'_>,
    messages: &[MessageId],
    rooms: &[RoomId],
    others: &[PersonId],
) -> Result<(Vec<Beyond>, Option<String>)> {
    let actor = conn.actor();
    check_count("messages", messages.len())?;
    if rooms.len() + others.len() > MOST_FORWARDED {
        return Err(Error::field("targets", "too_many"));
    }
    let leaves = |room: RoomId| !others.is_empty() || rooms.iter().any(|target| *target != room);
    let gathered = gather(conn, messages, &leaves)?;
    let (mut found, mut all) = (Vec::new(), Newly::default());
    for id in rooms {
        let (room, mine) = super::room(conn, *id)?;
        let room = policy::may_write(&actor, room, mine.as_ref())?;
        let newly = Newly::in_room(conn, &gathered.circles, &room)?;
        found.push(newly.told(conn, Some(*id), None)?);
        all.join(&newly);
    }
    let distinct: BTreeSet<PersonId> = others.iter().copied().collect();
    let briefs = people::briefs(conn, others)?;
    if briefs.len() != distinct.len() || briefs.iter().any(|person| !person.active) {
        return Err(Error::field("people", "unknown"));
    }
    let towards = barriers::towards(conn, others)?;
    for person in briefs {
        let newly = match store::rooms::direct(conn, &direct_key(&[actor.person, person.id]))? {
            Some(known) => {
                let (room, mine) = super::room(conn, known.id)?;
                let room = policy::may_write(&actor, room, mine.as_ref())?;
                Newly::in_room(conn, &gathered.circles, &room)?
            }
            None if !towards.contact(person.id).find => return Err(Error::field("people", "unknown")),
            None if !towards.contact(person.id).write => return Err(ChatRefusal::Barred.into()),
            None => Newly::alone(&gathered.circles, person.id, person.guest || person.bot),
        };
        found.push(newly.told(conn, None, Some(person.id))?);
        all.join(&newly);
    }
    Ok((found, all.confirmation()))
}

fn check_count(field: &str, count: usize) -> Result<()> {
    match count {
        0 => Err(Error::field(field, "required")),
        1..=MOST_FORWARDED => Ok(()),
        _ => Err(Error::field(field, "too_many")),
    }
}

/// What is forwarded, what each of it stands on, and who can read it now.
struct Gathered {
    entries: Vec<Forwarded>,
    standing: Vec<Standing>,
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
    let mut passed: HashMap<(MessageId, usize), Vec<Source>> = HashMap::new();
    for source in store::forwards::sources(conn, ids)? {
        passed.entry((source.message, source.place)).or_default().push(source);
    }
    let from = organisations_of(conn, &rows)?;
    let mut gathered = Gathered { entries: Vec::new(), standing: Vec::new(), circles: Vec::new() };
    let (mut rooms, mut before) = (HashSet::new(), BTreeMap::new());
    let mut stood_on: BTreeMap<RoomId, Vec<MessageId>> = BTreeMap::new();
    for row in as_they_stand(conn, rows)? {
        let (room, mine) = super::room(conn, row.room)?;
        let row = policy::may_forward(&actor, row, room.clone(), mine.as_ref(), leaves(room.id))?.into_inner();
        if leaves(room.id) {
            downloads::may_leave(conn, &room, mine.as_ref(), &row)?;
        }
        if rooms.insert(room.id) {
            gathered.circles.push(Circle::of(conn, &room)?);
        }
        if !row.body.is_empty() || row.extra.forwarded.is_empty() {
            gathered.entries.push(Forwarded { organisation: from.get(&row.author).cloned(), ..entry(&row) });
            gathered.standing.push(Standing::from([(row.id, None)]));
        }
        for (place, mut forwarded) in row.extra.forwarded.into_iter().enumerate().filter(|(_, one)| !one.withdrawn) {
            let sources = passed.remove(&(row.id, place)).unwrap_or_default();
            let carries = !forwarded.files.is_empty();
            sources.iter().for_each(|source| *before.entry(source.room).or_insert(false) |= carries);
            for source in sources.iter().filter(|source| carries && leaves(source.room)) {
                stood_on.entry(source.room).or_default().push(source.source);
            }
            // What it was a version of stays in its room.
            forwarded.files.iter_mut().for_each(|file| file.version = None);
            let mut standing: Standing = sources.iter().map(|source| (source.source, source.there)).collect();
            standing.insert(row.id, Some(place));
            gathered.entries.push(forwarded);
            gathered.standing.push(standing);
        }
    }
    check_rooms_before(conn, before.into_iter().filter(|(room, _)| leaves(*room)).collect())?;
    // A forward is no copy of another organisation's message, and yet what it carries may be one.
    for (room, messages) in stood_on {
        downloads::may_go_on(conn, room, &messages)?;
    }
    match gathered.entries.len() {
        0 => return Err(ChatRefusal::Withdrawn.into()),
        1..=MOST_FORWARDED if gathered.standing.iter().all(|standing| standing.len() <= MOST_STANDING) => {}
        _ => return Err(Error::field("messages", "too_many")),
    }
    if gathered.entries.iter().map(|entry| entry.files.len()).sum::<usize>() > MOST_FORWARDED_FILES {
        return Err(Error::field("messages", "too_many"));
    }
    check_length(&gathered.entries)?;
    Ok(gathered)
}

/// All that is carried is no longer than one message may be.
fn check_length(entries: &[Forwarded]) -> Result<()> {
    let words = || {
        let names = entries.iter().flat_map(|entry| &entry.files).map(|file| &file.name);
        let headings = entries.iter().flat_map(|entry| &entry.headings);
        let said_of = headings.flat_map(|one| [&one.title, &one.summary]);
        entries.iter().map(|entry| &entry.body).chain(names).chain(said_of)
    };
    let bytes: usize = words().map(String::len).sum();
    let graphemes = || words().map(|words| text::graphemes(words)).sum::<usize>();
    if bytes > LONGEST_BODY * 8 || graphemes() > LONGEST_BODY { Err(ChatRefusal::TooLong.into()) } else { Ok(()) }
}

/// What somebody forbade to leave its room does not go on from where it had come before that. With each room, whether it is files that came
/// from there.
fn check_rooms_before(conn: &mut Conn<'_>, before: BTreeMap<RoomId, bool>) -> Result<()> {
    let ids: Vec<RoomId> = before.keys().copied().collect();
    let rooms = if ids.is_empty() { HashMap::new() } else { store::rooms::get_all(conn, &ids)? };
    if rooms.values().any(|(room, _)| room.no_forwarding) {
        return Err(ChatRefusal::NoForwarding.into());
    }
    let actor = conn.actor();
    let files = rooms.values().filter(|(room, _)| before.get(&room.id) == Some(&true));
    if files.into_iter().any(|(room, mine)| policy::is_kept_from_saving(&actor, room, mine.as_ref())) {
        return Err(ChatRefusal::NoDownloads.into());
    }
    Ok(())
}

/// Where those of the authors come from who belong to other organisations.
fn organisations_of(conn: &mut Conn<'_>, rows: &[MessageRow]) -> Result<HashMap<PersonId, String>> {
    let authors: BTreeSet<PersonId> = rows.iter().map(|row| row.author).collect();
    let mut names = HashMap::new();
    for (person, home) in homes(conn, &authors.into_iter().collect::<Vec<_>>())? {
        names.extend(organisations::get(conn, home.org)?.map(|one| (person, one.name)));
    }
    Ok(names)
}

fn entry(row: &MessageRow) -> Forwarded {
    Forwarded {
        message_id: Some(row.id),
        room_id: Some(row.room),
        thread_id: row.thread(),
        seq: row.seq,
        author_id: Some(row.author),
        via: row.via.clone(),
        organisation: None,
        operator_id: row.extra.operator.as_ref().map(|operator| operator.id),
        as_post: row.extra.as_post.clone(),
        body: row.body.clone(),
        files: row.extra.files.iter().map(|file| FileReference { version: None, ..file.clone() }).collect(),
        sent_at: row.sent_at,
        withdrawn: false,
        passing: row.extra.passing.is_some(),
        headings: row.extra.headings.clone(),
    }
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

/// Messages without the posts of authors whom somebody in the room may not know: whose post it is says who they are. Everybody reads the same.
pub(super) fn told_to_everybody(conn: &mut Conn<'_>, mut rows: Vec<MessageRow>) -> Result<Vec<MessageRow>> {
    let mut authors: BTreeMap<RoomId, BTreeSet<PersonId>> = BTreeMap::new();
    for row in &rows {
        for author in row.extra.forwarded.iter().filter(|one| one.as_post.is_some()).filter_map(|one| one.author_id) {
            authors.entry(row.room).or_default().insert(author);
        }
    }
    for (room, authors) in authors {
        let authors: Vec<PersonId> = authors.into_iter().collect();
        let there = store::forwards::there(conn, room, &authors)?;
        let mut absent: Vec<PersonId> = authors.into_iter().filter(|author| !there.contains(author)).collect();
        // A guest or a bot learns only of those whom they meet.
        if !absent.is_empty() && !store::rooms::has_outsiders(conn, room)? {
            absent = hidden(conn, &absent)?.into_iter().collect();
        }
        let carried = rows.iter_mut().filter(|row| row.room == room).flat_map(|row| &mut row.extra.forwarded);
        let unknown = carried.filter(|one| one.author_id.is_some_and(|author| absent.contains(&author)));
        unknown.for_each(|one| one.as_post = None);
    }
    Ok(rows)
}

/// A message was taken back, or something that it carries: what forwarded it follows.
pub(crate) fn let_go(tx: &mut Tx<'_>, id: MessageId) -> Result<()> {
    if store::forwards::of_source(tx, id)?.is_empty() {
        return Ok(());
    }
    jobs::enqueue(tx, &EmptyForwards { message: id }, None)
}

/// Saves what a message forwards now that something of it was taken back, lets what stands on that follow, and tells. The record keeps what it
/// carried.
pub(crate) fn replace(tx: &mut Tx<'_>, mut row: MessageRow, now: Vec<Forwarded>) -> Result<MessageRow> {
    store::messages::keep_carried(tx, &row)?;
    let lines = store::versions::lines_of(tx, row.id)?;
    let pairs = row.extra.forwarded.iter().zip(&now).enumerate();
    let emptied: Vec<usize> =
        pairs.filter(|(_, (before, now))| now.withdrawn && !before.withdrawn).map(|(place, _)| place).collect();
    store::forwards::gone(tx, row.id, &emptied)?;
    store::forwards::emptied(tx, row.id, &emptied)?;
    let_go(tx, row.id)?;
    let before: Vec<FileId> = row.all_files().filter_map(|file| file.id).collect();
    row.extra.forwarded = now;
    let left: HashSet<FileId> = row.all_files().filter_map(|file| file.id).collect();
    files::let_some_go(tx, row.id, before.into_iter().filter(|file| !left.contains(file)).collect())?;
    row.tick = store::messages::set_extra(tx, &row)?;
    let message = view::message(tx, row.clone())?;
    tx.emit(events::message_changed(&message));
    versions::tell(tx, row.room, lines)?;
    Ok(row)
}

/// Runs the job: takes the words of a message that was taken back out of each that forwarded it, and tells. Where that fails, the others do not
/// keep them for it.
pub fn empty(db: &Db, actor: Actor, job: &EmptyForwards) -> Result<()> {
    let message = job.message;
    let mut failed = None;
    for id in db.read_now(actor, move |conn| store::forwards::of_source(conn, message))? {
        failed = failed.or(db.write_now(actor, move |tx| empty_one(tx, id)).err());
    }
    failed.map_or(Ok(()), Err)
}

fn empty_one(tx: &mut Tx<'_>, id: MessageId) -> Result<()> {
    let Some(at) = store::messages::get(tx, id)? else { return Ok(()) };
    tx.lock(Lock::Group(at.room.raw()))?;
    let Some(held) = store::messages::get(tx, id)? else { return Ok(()) };
    let now = as_they_stand(tx, vec![held.clone()])?.remove(0).extra.forwarded;
    if held.withdrawn_at.is_some() || held.extra.forwarded == now {
        return Ok(());
    }
    let row = replace(tx, held, now)?;
    let Some((room, _)) = store::rooms::get(tx, row.room)? else { return Ok(()) };
    carrying::note(tx, &room, &Happening::to(id, What::Reworded), None)
}
